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

export const EQUIVALENT: readonly EquivalentMutant[] = [
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
