import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { messyClusters } from '../../../../test/arbitraries/clusters.ts';
import { aPartition, seenOf } from '../../../../test/builders/fleet.ts';
import { clusterState } from './cluster-state.ts';
import { known, type Seen } from './observation.ts';
import {
  allPartitions,
  catalogPartitions,
  lacks,
  leaderlessPartitions,
  partitionsOf,
  scarcePartitions,
  underReplicated,
  withPartitions,
} from './partition-catalog.ts';
import type { WorstPartition } from './worst-partition.ts';

const IDS = [1, 2, 3];
const ORDERS = aPartition([1, 2, 3]);

describe('under-replicated partitions', () => {
  const lacking = (missing: readonly number[], seen: Partial<Seen> = {}): Seen =>
    seenOf(IDS, [{ ...ORDERS, isr: IDS.filter((id) => !missing.includes(id)) }], seen);

  test.each<[string, Seen, number[], number]>([
    ['a replica is missing', lacking([3]), [], 1],
    ['the missing one is down', lacking([3]), [3], 0],
    ['another one is missing beside the one that is down', lacking([2, 3]), [3], 1],
    [
      'the missing one is being added',
      lacking([3], { reassignments: known([{ topic: 'orders', partition: 0, adding: [3], removing: [] }]) }),
      [],
      0,
    ],
  ])('%s', (_, seen, down, count) => {
    expect(underReplicated(clusterState(seen), new Set(down))).toHaveLength(count);
  });
});

describe('partitions that can hardly spare a replica', () => {
  const roomy = aPartition([1, 2, 3], { topic: 'roomy' });
  const catalog = clusterState(seenOf(IDS, [roomy, aPartition([1, 2], { topic: 'tight' })]));
  const topics = (spare: number, brokers: readonly number[]): string[] =>
    scarcePartitions(catalog, spare, brokers).map(({ topic }) => topic);

  test.each<[number, number[], string[]]>([
    [0, [], []],
    [1, [], ['tight']],
    [2, [], ['roomy', 'tight']],
    [0, [3], ['roomy']],
    [1, [1, 9], ['roomy', 'tight']],
    [0, [9], []],
  ])('fewer than %d beyond the minimum, or on the brokers %j', (spare, brokers, expected) => {
    expect(topics(spare, brokers)).toEqual(expected);
  });

  test('a minimum of 0 asks for one replica', () => {
    const none = clusterState(
      seenOf(IDS, [aPartition([1])], { minInSyncReplicas: known(new Map([['orders', 0]])) }),
    );
    expect(scarcePartitions(none, 1, [])).toHaveLength(1);
  });
});

test('a broker lacks a partition until it is in sync again', () => {
  const catalog = clusterState(seenOf(IDS, [{ ...ORDERS, isr: [1, 2] }]));
  expect(IDS.map((id) => lacks(catalog, id))).toEqual([false, false, true]);
  const [partition] = allPartitions(catalog);
  const mended = withPartitions(catalog, new Map(partition && [[0, { ...partition, isr: IDS }]]));
  expect(lacks(mended, 3)).toBe(false);
});

describe('a catalog that follows changes', () => {
  /** A cluster and changes of its partitions, one after another. */
  const histories = messyClusters
    .map(({ seen }) => allPartitions(clusterState(seen)))
    .filter((partitions) => partitions.length > 0)
    .chain((partitions) =>
      fc.record({
        partitions: fc.constant(partitions),
        changes: fc.array(fc.array(changeOf(partitions), { maxLength: 3 }), { maxLength: 4 }),
      }),
    );

  const changeOf = (partitions: readonly WorstPartition[]): fc.Arbitrary<[number, WorstPartition]> =>
    fc.nat(partitions.length - 1).chain((position) => {
      const partition = partitions[position];
      if (partition === undefined) throw new Error('there is no such partition');
      const isrs = fc.subarray([...partition.replicas]);
      return isrs.map((isr) => [position, { ...partition, isr, leader: isr[0] ?? -1 }]);
    });

  test('is the one that is made from scratch', () => {
    fc.assert(
      fc.property(histories, ({ partitions, changes }) => {
        let catalog = catalogPartitions(partitions);
        for (const change of changes) {
          const before = structuredClone(catalog);
          const after = withPartitions(catalog, new Map(change));
          expect(catalog).toEqual(before);
          expect(after).toEqual(catalogPartitions(allPartitions(after)));
          catalog = after;
        }
      }),
    );
  });

  test('finds what a walk through all partitions finds', () => {
    fc.assert(
      fc.property(messyClusters, fc.subarray([0, 1, 2, 3, 4]), ({ seen, nodes }, away) => {
        const catalog = clusterState(seen);
        const down = new Set(away);
        const partitions = allPartitions(catalog);
        expect(leaderlessPartitions(catalog)).toEqual(partitions.filter(({ leader }) => leader < 0));
        expect(underReplicated(catalog, down)).toEqual(
          partitions.filter(({ replicas, isr, adding }) =>
            replicas.some((id) => !isr.includes(id) && !adding.includes(id) && !down.has(id)),
          ),
        );
        expect(catalog.lacking).toBe(underReplicated(catalog, new Set()).length);
        for (const { id } of nodes)
          expect(partitionsOf(catalog, id)).toEqual(
            partitions.filter(({ replicas }) => replicas.includes(id)),
          );
      }),
    );
  });
});
