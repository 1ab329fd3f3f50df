import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { messyClusters, type ArbitraryCluster } from '../../../../test/arbitraries/clusters.ts';
import {
  aNode,
  aPartition,
  aQuorum,
  aView,
  downIds,
  kraftOf,
  NIGHT,
  seenOf,
} from '../../../../test/builders/fleet.ts';
import { NO_ALLOWANCES } from '../../../../test/builders/allowances.ts';
import { brokerId } from './node.ts';
import { known, type Seen, unknown } from './observation.ts';
import { maySafelyStop, type StopRules, type Verdict } from './safety.ts';

const IDS = [1, 2, 3, 4];
const PARTITION = aPartition([1, 2, 3]);
const healthy = (change: Partial<Seen> = {}): Seen => seenOf(IDS, [PARTITION], change);
const kinds = (verdict: Verdict): string[] => (verdict.safe ? [] : verdict.blockers.map(({ kind }) => kind));
const judge = (seen: Seen, down: readonly number[] = [], id = 1): Verdict =>
  maySafelyStop(aNode(id), seen, rulesOf(down));

function rulesOf(down: Iterable<number>, change: Partial<StopRules> = {}): StopRules {
  return { down: downIds(down), parked: downIds(), allowances: NO_ALLOWANCES, ...change };
}

/** One broker sees something else than the others. */
const withOddView = (partition = PARTITION, registered: readonly number[] = IDS): Seen =>
  healthy({ views: [...healthy().views.slice(0, 3), aView(4, registered, [partition])] });

describe('a node may be stopped', () => {
  test('when every partition keeps its minimum and the quorum its majority; the certificate says by how much', () => {
    expect(judge(healthy())).toEqual({
      safe: true,
      certificate: {
        node: 'broker-1',
        at: NIGHT,
        tightest: { topic: 'orders', partition: 0, left: [2, 3], minimum: 2 },
        voters: { left: 3, needed: 3, of: 4 },
      },
    });
  });

  test('without a word about partitions or voters when it has none', () => {
    const seen = healthy({ quorum: known(aQuorum(1, [1, 2, 3])) });
    expect(judge(seen, [1], 4)).toMatchObject({ safe: true, certificate: { tightest: null, voters: null } });
  });

  test('the certificate names the partition with the least to spare', () => {
    const roomy = aPartition([4, 1, 2, 3], { topic: 'roomy' });
    const seen = seenOf(IDS, [roomy, PARTITION, aPartition([2], { topic: 'elsewhere' })]);
    expect(judge(seen)).toMatchObject({ certificate: { tightest: { topic: 'orders' } } });
    const minInSyncReplicas = known(
      new Map([
        ['roomy', 1],
        ['orders', 2],
      ] as const),
    );
    const fewer = seenOf(IDS, [aPartition([1, 2, 3], { topic: 'roomy' }), PARTITION], { minInSyncReplicas });
    expect(judge(fewer)).toMatchObject({ certificate: { tightest: { topic: 'orders' } } });
  });

  test('when node id 0 is down and is no replica: 0 is an id like any other', () => {
    expect(judge(healthy(), [0]).safe).toBe(true);
  });
});

test.each<[string, Seen, readonly number[], string[]]>([
  ['nobody answered', healthy({ views: [] }), [], ['nobody-answers']],
  [
    'a broker is silent',
    healthy({ silent: [{ observer: brokerId(9), reason: 'time-out' }] }),
    [],
    ['silent-broker'],
  ],
  ['the reassignments are unknown', healthy({ reassignments: unknown('denied') }), [], ['unknown']],
  ['the quorum is unknown', healthy({ quorum: unknown('denied') }), [], ['unknown']],
  ['the minimums are unknown', healthy({ minInSyncReplicas: unknown('denied') }), [], ['min-isr']],
  ['the minimum of its topic is unknown', healthy({ minInSyncReplicas: known(new Map()) }), [], ['min-isr']],
  ['another replica is down', healthy(), [2], ['min-isr', 'majority']],
  ['another voter is down', healthy(), [4], ['majority']],
  ['one view misses another replica', withOddView({ ...PARTITION, isr: [1, 3] }), [], ['min-isr']],
  ['one view misses the node itself', withOddView({ ...PARTITION, isr: [2, 3] }), [], ['not-in-sync']],
  ['a replica in the ISR is not registered', withOddView(PARTITION, [1, 2, 4]), [], ['min-isr']],
  [
    'a reassignment is about to remove another replica',
    healthy({ reassignments: known([{ topic: 'orders', partition: 0, adding: [], removing: [2] }]) }),
    [],
    ['min-isr'],
  ],
  [
    'a reassignment is adding it, and the others are not enough',
    seenOf(IDS, [aPartition([1, 2], { isr: [1] })], {
      reassignments: known([{ topic: 'orders', partition: 0, adding: [1], removing: [] }]),
    }),
    [],
    ['min-isr'],
  ],
  [
    'a caught-up voter is missing',
    healthy({
      quorum: known({
        kind: 'kraft',
        leader: 2,
        voters: [1, 2, 3].map((id) => ({ id, behind: id === 3 ? 5_001 : 0 })),
      }),
    }),
    [],
    ['majority'],
  ],
])('it may not when %s', (_, seen, down, expected) => {
  expect(kinds(judge(seen, down))).toEqual(expected);
});

test('a ZooKeeper server that is down is no broker with the same id', () => {
  expect(maySafelyStop(aNode(1), healthy(), { ...rulesOf([]), down: downIds([], [2, 3, 4]) }).safe).toBe(
    true,
  );
});

test('a silent broker that is down anyway blocks nothing', () => {
  const seen = healthy({ silent: [{ observer: brokerId(9), reason: 'time-out' }] });
  expect(judge(seen, [9]).safe).toBe(true);
});

test('min.insync.replicas 0 still asks for one replica', () => {
  const seen = seenOf(IDS, [aPartition([1])], { minInSyncReplicas: known(new Map([['orders', 0]])) });
  expect(kinds(judge(seen))).toEqual(['min-isr']);
});

/** What is left of each partition of the node, recomputed from the views without any code of the action. */
function remaining(id: number, seen: Seen, down: ReadonlySet<number>): { left: number; minimum: number }[] {
  const all = seen.views.flatMap(({ partitions }) => partitions);
  const names = new Set(all.filter(({ replicas }) => replicas.includes(id)).map(({ topic }) => topic));
  return [...names].map((topic) => {
    const views = seen.views.flatMap(({ partitions }) => partitions.filter((each) => each.topic === topic));
    const moves = seen.reassignments.known ? seen.reassignments.value : [];
    const leaving = moves.filter((move) => move.topic === topic).flatMap(({ removing }) => removing);
    const left = Array.from({ length: 10 }, (_, broker) => broker)
      .filter((broker) => broker !== id && !down.has(broker) && !leaving.includes(broker))
      .filter((broker) => views.every(({ isr }) => isr.includes(broker)))
      .filter((broker) => seen.views.every(({ registered }) => registered.includes(broker)));
    const minimum = seen.minInSyncReplicas.known
      ? (seen.minInSyncReplicas.value.get(topic) ?? Infinity)
      : Infinity;
    return { left: left.length, minimum: Math.max(minimum, 1) };
  });
}

const situations = fc.record({
  cluster: messyClusters,
  pick: fc.nat(8),
  down: fc.uniqueArray(fc.nat(8), { maxLength: 2 }).map((ids) => new Set(ids)),
});

const nodeOf = ({ nodes }: ArbitraryCluster, pick: number): ArbitraryCluster['nodes'][number] =>
  nodes[pick % nodes.length] ?? aNode(0);

describe('over random clusters with anything wrong in them', () => {
  test('no partition of a stopped node has less than max(min.insync.replicas, 1) in-sync replicas left', () => {
    fc.assert(
      fc.property(situations, ({ cluster, pick, down }) => {
        const node = nodeOf(cluster, pick);
        fc.pre(maySafelyStop(node, cluster.seen, rulesOf(down)).safe);
        const short = remaining(node.id, cluster.seen, down).filter(({ left, minimum }) => left < minimum);
        expect(short).toEqual([]);
      }),
      { numRuns: 300 },
    );
  });

  test('no stopped voter leaves less than a majority of caught-up voters', () => {
    fc.assert(
      fc.property(situations, ({ cluster, pick, down }) => {
        const node = nodeOf(cluster, pick);
        const voters = kraftOf(cluster.seen).voters;
        fc.pre(
          maySafelyStop(node, cluster.seen, rulesOf(down)).safe && voters.some(({ id }) => id === node.id),
        );
        const caughtUp = voters.filter(({ behind }) => behind !== undefined && behind <= 5_000);
        const left = caughtUp.filter(({ id }) => id !== node.id && !down.has(id)).length;
        expect(2 * left).toBeGreaterThan(voters.length);
      }),
      { numRuns: 100 },
    );
  });

  test('what is unknown allows nothing', () => {
    const blind: readonly ((seen: Seen) => Seen)[] = [
      (seen) => ({ ...seen, views: [] }),
      (seen) => ({ ...seen, silent: [{ observer: brokerId(99), reason: 'time-out' }] }),
      (seen) => ({ ...seen, quorum: unknown('denied') }),
      (seen) => ({ ...seen, reassignments: unknown('denied') }),
    ];
    fc.assert(
      fc.property(situations, fc.constantFrom(...blind), ({ cluster, pick, down }, hide) => {
        expect(maySafelyStop(nodeOf(cluster, pick), hide(cluster.seen), rulesOf(down)).safe).toBe(false);
      }),
    );
  });

  test('neither another view nor another node down makes a stop safer', () => {
    fc.assert(
      fc.property(situations, fc.nat(8), ({ cluster: { nodes, seen }, pick, down }, more) => {
        const node = nodeOf({ nodes, seen }, pick);
        fc.pre(
          seen.views.length > 1 &&
            !maySafelyStop(node, { ...seen, views: seen.views.slice(1) }, rulesOf(down)).safe,
        );
        expect(maySafelyStop(node, seen, rulesOf(down)).safe).toBe(false);
        expect(maySafelyStop(node, seen, rulesOf([...down, more])).safe).toBe(false);
      }),
    );
  });
});
