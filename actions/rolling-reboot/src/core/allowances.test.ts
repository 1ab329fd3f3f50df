import { describe, expect, test } from '@jest/globals';
import { aNode, aPartition, aQuorum, downIds, seenOf } from '../../../../test/builders/fleet.ts';
import { NO_ALLOWANCES } from '../../../../test/builders/allowances.ts';
import { type Allowances, minimumLeft } from './allowances.ts';
import { nodeName } from './node.ts';
import { known, type Seen } from './observation.ts';
import { maySafelyStop } from './safety.ts';
import type { WorstPartition } from './worst-partition.ts';

const IDS = [1, 2, 3, 4];
const FIVE = [1, 2, 3, 4, 5];
const healthy = (change: Partial<Seen> = {}): Seen => seenOf(IDS, [aPartition([1, 2, 3])], change);

describe('what the operator asks for', () => {
  const judgeWith = (seen: Seen, change: Partial<Allowances>, down: readonly number[] = []): string[] =>
    blockersOf(seen, { ...NO_ALLOWANCES, ...change }, down);
  const two = seenOf(IDS, [aPartition([1, 2])]);

  test.each<[string, Seen, Partial<Allowances>, number[], string[]]>([
    ['extra replicas that are there', seenOf(IDS, [aPartition(IDS)]), { extraReplicas: 1 }, [], []],
    ['extra replicas that are not', healthy(), { extraReplicas: 1 }, [], ['min-isr']],
    ['an unsafe topic', two, {}, [], ['min-isr']],
    ['an unsafe topic that is accepted', two, { unsafeTopics: new Set(['orders']) }, [], []],
    [
      'a second replica of an unsafe topic that is accepted',
      seenOf(FIVE, [aPartition([1, 2, 3])], { minInSyncReplicas: known(new Map([['orders', 3]])) }),
      { unsafeTopics: 'allow' },
      [2],
      ['min-isr'],
    ],
    [
      'a second replica of an ordinary topic, for the sake of an extra one that is not there',
      seenOf(FIVE, [aPartition([1, 2, 3])]),
      { unsafeTopics: 'allow', extraReplicas: 1 },
      [2],
      ['min-isr'],
    ],
    ['an unsafe topic that would be offline', two, { unsafeTopics: 'allow' }, [2], ['min-isr', 'majority']],
    [
      'a topic that is accepted without need',
      healthy(),
      { unsafeTopics: 'allow' },
      [2],
      ['min-isr', 'majority'],
    ],
    ['a lagging node', seenOf(IDS, [aPartition([1, 2, 3], { isr: [2, 3] })]), {}, [], ['not-in-sync']],
    [
      'a node to repair',
      seenOf(IDS, [aPartition([1, 2, 3], { isr: [2, 3] })]),
      { repair: nodeName('broker-1') },
      [],
      [],
    ],
    ['a small quorum', healthy({ quorum: known(aQuorum(1, [1, 2])) }), {}, [], ['majority']],
    [
      'a small quorum that is accepted',
      healthy({ quorum: known(aQuorum(1, [1, 2])) }),
      { unsafeQuorum: 'allow' },
      [],
      [],
    ],
    [
      'a quorum that is accepted without need',
      healthy(),
      { unsafeQuorum: 'allow' },
      [2],
      ['min-isr', 'majority'],
    ],
  ])('%s', (_, seen, change, down, blockers) => {
    expect(judgeWith(seen, change, down)).toEqual(blockers);
  });
});

function blockersOf(seen: Seen, allowances: Allowances, down: readonly number[]): string[] {
  const verdict = maySafelyStop(aNode(1), seen, { down: downIds(down), parked: downIds(), allowances });
  return verdict.safe ? [] : verdict.blockers.map(({ kind }) => kind);
}

describe('what a stop has to leave', () => {
  const left = (replicas: readonly number[], change: Partial<Allowances>, parked: readonly number[] = []) =>
    minimumLeft(partitionOf(replicas), new Set(parked), { ...NO_ALLOWANCES, ...change });
  const leftOf = (minInSyncReplicas: number, change: Partial<Allowances>) =>
    minimumLeft({ ...partitionOf([1, 2, 3]), minInSyncReplicas }, new Set(), { ...NO_ALLOWANCES, ...change });
  const accepted = { unsafeTopics: 'allow' } as const;
  const extra = { ...accepted, extraReplicas: 1 };
  const ledger = { stateTopic: 'orders' };

  test.each<[string, readonly number[], Partial<Allowances>, number[], number]>([
    ['the minimum', [1, 2, 3], {}, [], 2],
    ['the minimum where a topic is accepted without need', [1, 2, 3], accepted, [], 2],
    ['one replica where it is accepted', [1, 2], accepted, [], 1],
    ['the minimum where only the extra replica cannot be spared', [1, 2, 3], extra, [], 2],
    ['all that there are and the wish where it is not accepted', [1, 2, 3], { extraReplicas: 1 }, [], 3],
    ['none where the other one is parked and it is accepted', [1, 2], accepted, [2], 0],
    ['one where it is accepted because of a parked replica', [1, 2, 3], accepted, [3], 1],
    ['none where it has no other', [1], accepted, [], 0],
    ['none of the state topic where it has no other', [1], ledger, [], 0],
    ['the minimum of the state topic where it has another', [1, 2], ledger, [], 2],
    ['the minimum of any other topic', [1], {}, [], 2],
  ])('%s', (_, replicas, change, parked, minimum) => {
    expect(left(replicas, change, parked)).toBe(minimum);
  });

  test('all but one where all are needed and it is accepted', () => {
    expect(leftOf(3, accepted)).toBe(2);
  });

  test.each([1, 2, 3])('with extra replicas never less than without, at a minimum of %d', (minimum) => {
    for (const extraReplicas of [1, 2, 3]) {
      expect(leftOf(minimum, { ...accepted, extraReplicas })).toBe(2);
    }
  });

  test('of a topic whose minimum is not known is more than there can be, even where it is accepted', () => {
    const unknownMinimum = { ...partitionOf([1]), minInSyncReplicas: Infinity };
    expect(minimumLeft(unknownMinimum, new Set(), { ...NO_ALLOWANCES, ...accepted })).toBe(Infinity);
  });
});

const partitionOf = (replicas: readonly number[]): WorstPartition => ({
  ...aPartition(replicas),
  adding: [],
  removing: [],
  minInSyncReplicas: 2,
});
