import { describe, expect, test } from '@jest/globals';
import { aPartition, aView, seenOf } from '../../../../test/builders/fleet.ts';
import { clusterState } from './cluster-state.ts';
import { known, type Seen, unknown } from './observation.ts';
import { allPartitions } from './partition-catalog.ts';
import type { WorstPartition } from './worst-partition.ts';

const IDS = [1, 2, 3];
const ORDERS = aPartition([1, 2, 3]);
const firstOf = (seen: Seen): WorstPartition | undefined => allPartitions(clusterState(seen))[0];

describe('all views together', () => {
  test('show the in-sync replicas that every view has, and no leader where one view has none', () => {
    const views = [
      aView(1, IDS, [ORDERS]),
      aView(2, IDS, [{ ...ORDERS, isr: [1, 2] }]),
      aView(3, IDS, [{ ...ORDERS, isr: [2, 3], leader: -1 }]),
    ];
    expect(firstOf(seenOf(IDS, [ORDERS], { views }))).toMatchObject({
      isr: [2],
      leader: -1,
      replicas: [1, 2, 3],
    });
  });

  test('show a partition that only one of them knows', () => {
    const created = aPartition([1], { topic: 'created' });
    const views = [aView(1, IDS, [ORDERS, created]), aView(2, IDS, [ORDERS])];
    const names = allPartitions(clusterState(seenOf(IDS, [ORDERS], { views }))).map(({ topic }) => topic);
    expect(names).toEqual(['orders', 'created']);
  });

  test('tell topics apart whose names and partition numbers run together', () => {
    const partitions = [
      aPartition([1], { topic: 'a-1', partition: 1 }),
      aPartition([2], { topic: 'a', partition: 1 }),
    ];
    expect(allPartitions(clusterState(seenOf(IDS, partitions)))).toHaveLength(2);
  });

  test('know who is registered everywhere, and who anywhere', () => {
    const views = [aView(1, [1, 2], []), aView(2, [2, 3], [])];
    const { registered, registeredSomewhere } = clusterState(seenOf(IDS, [], { views }));
    expect([...registered]).toEqual([2]);
    expect([...registeredSomewhere]).toEqual([1, 2, 3]);
  });

  test('know nothing when nobody answered', () => {
    const state = clusterState(seenOf(IDS, [ORDERS], { views: [] }));
    expect(state).toMatchObject({
      registered: new Set(),
      registeredSomewhere: new Set(),
      lacking: 0,
    });
  });
});

describe('what is unknown', () => {
  test.each<[string, Seen['minInSyncReplicas'], number]>([
    ['all minimums', unknown('denied'), Infinity],
    ["the topic's minimum", known(new Map([['logs', 1]])), Infinity],
    ['nothing', known(new Map([['orders', 1]])), 1],
  ])('%s', (_, minInSyncReplicas, minimum) => {
    expect(firstOf(seenOf(IDS, [ORDERS], { minInSyncReplicas }))?.minInSyncReplicas).toBe(minimum);
  });
});
