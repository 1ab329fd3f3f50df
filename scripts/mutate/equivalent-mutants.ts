/** Mistakes that change nothing anybody could observe, each with the reason. */
export interface EquivalentMutant {
  readonly file: string;
  readonly before: string;
  readonly after: string;
  readonly because: string;
}

const DECIDE_STOP = 'actions/rolling-reboot/src/core/decide-stop.ts';

const HOPELESS = {
  file: DECIDE_STOP,
  before: 'if (!isAlone && isHopeless(node, seen, rules)) continue;',
  because: 'it only saves the proof, which would fail',
};

const NOBODY = {
  file: 'actions/rolling-reboot/src/core/gate.ts',
  before: 'if (fewest === undefined || most === undefined) {',
  because: 'a list has a first and a last element, or neither',
};

const UNCHANGED = {
  file: 'actions/rolling-reboot/src/core/parked.ts',
  before: 'if (before.nodes === after.nodes) return [];',
  because: 'it only saves the comparison, which would find nothing',
};

const REMEMBERED = 'actions/rolling-reboot/src/core/down.ts';

const ORDER = 'actions/rolling-reboot/src/core/order.ts';
const IMPOSSIBLE = 'actions/rolling-reboot/src/core/impossible.ts';

const NO_HINTS = {
  file: ORDER,
  before: 'const NO_HINTS: OrderHints = { due: () => Infinity, lasts: () => 0, width: 1, restarted: 0 };',
};

const SIGN_ALONE = {
  file: ORDER,
  before: 'const byText = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);',
  because: 'only the sign of a comparison counts',
};

export const EQUIVALENT: readonly EquivalentMutant[] = [
  {
    ...NO_HINTS,
    after: 'const NO_HINTS: OrderHints = { due: () => Infinity, lasts: () => 1, width: 1, restarted: 0 };',
    because: 'all last alike',
  },
  {
    ...NO_HINTS,
    after: 'const NO_HINTS: OrderHints = { due: () => Infinity, lasts: () => 0, width: 2, restarted: 0 };',
    because: 'a window for two with none restarted changes nothing',
  },
  {
    ...NO_HINTS,
    after: 'const NO_HINTS: OrderHints = { due: () => Infinity, lasts: () => 0, width: 1, restarted: 1 };',
    because: 'a window for one changes nothing, however many were restarted',
  },
  {
    file: ORDER,
    before: 'rank: beside && isPlainVoter(node, seen) ? -1 : rank(node, seen),',
    after: 'rank: beside && isPlainVoter(node, seen) ? -2 : rank(node, seen),',
    because: 'both come before every rank',
  },
  {
    file: ORDER,
    before: 'const compare = (a: number, b: number): number => (a === b ? 0 : a - b);',
    after: 'const compare = (a: number, b: number): number => (false ? 0 : a - b);',
    because: 'what is no number decides as little as zero',
  },
  {
    file: ORDER,
    before: 'remaining.some((other) => other.name !== node.name && rank(other, seen) <= rank(node, seen));',
    after: 'remaining.some((other) => other.name !== node.name && rank(other, seen) < rank(node, seen));',
    because: 'one of its kind leads, and no other node has its rank',
  },
  {
    ...SIGN_ALONE,
    after: 'const byText = (a: string, b: string): number => (a < b ? -2 : a > b ? 1 : 0);',
  },
  {
    ...SIGN_ALONE,
    after: 'const byText = (a: string, b: string): number => (a < b ? -1 : a > b ? 2 : 0);',
  },
  {
    file: ORDER,
    before: 'return node.zookeeper ? 3 + own : own;',
    after: 'return node.zookeeper ? 4 + own : own;',
    because: 'both come after every rank of a broker',
  },
  {
    file: IMPOSSIBLE,
    before: 'const suspects = scarcePartitions(clusterState(seen), 1 + allowances.extraReplicas, down);',
    after: 'const suspects = scarcePartitions(clusterState(seen), 2 + allowances.extraReplicas, down);',
    because: 'each suspect is judged, and more of them are found innocent',
  },
  {
    file: IMPOSSIBLE,
    before:
      'const needed = Math.max(...partitions.map((partition) => requiredReplicas(partition, allowances)));',
    after:
      'const needed = Math.min(...partitions.map((partition) => requiredReplicas(partition, allowances)));',
    because: 'all partitions of a topic have its one minimum',
  },
  {
    file: IMPOSSIBLE,
    before: "const NOBODY: Electorate = { name: 'the quorum', members: 'voters', voters: 0, up: 0 };",
    after: "const NOBODY: Electorate = { name: 'the quorum', members: 'voters', voters: 1, up: 0 };",
    because: 'where none is up none is judged',
  },
  {
    file: 'actions/rolling-reboot/src/core/decide-flights.ts',
    before: "phase === 'returning' || (phase === 'starting' && seenStarting);",
    after: "phase === 'returning' || ((seenStarting));",
    because: 'none is seen starting before it was asked to start',
  },
  { ...UNCHANGED, after: 'if (false) return [];' },
  { ...UNCHANGED, after: '' },
  {
    file: REMEMBERED,
    before: 'const ids = IDS.get(nodes) ?? idsOf(nodes);',
    after: 'const ids = (idsOf(nodes));',
    because: 'it is reckoned again, and alike',
  },
  {
    file: REMEMBERED,
    before: 'IDS.set(nodes, ids);',
    after: ';',
    because: 'it is reckoned again, and alike',
  },
  { ...HOPELESS, after: 'if (false) continue;' },
  { ...HOPELESS, after: '' },
  {
    file: DECIDE_STOP,
    before:
      'return [...nodes.filter(({ name }) => name === repair), ...nodes.filter(({ name }) => name !== repair)];',
    after: 'return [...nodes.filter(({ name }) => name === repair), ...nodes];',
    because: 'the node to repair is judged twice, and alike',
  },
  { ...NOBODY, after: 'if (fewest === undefined && most === undefined) {' },
  { ...NOBODY, after: 'if ((fewest === undefined)) {' },
  { ...NOBODY, after: 'if ((most === undefined)) {' },
  {
    file: 'actions/rolling-reboot/src/core/quorum-gate.ts',
    before: 'behind !== undefined && behind <= CAUGHT_UP_WITHIN;',
    after: '(behind <= CAUGHT_UP_WITHIN);',
    because: 'nothing that is undefined is at most a number',
  },
];
