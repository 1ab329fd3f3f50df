import { describe, expect, test } from '@jest/globals';
import { aNode, aPartition, aQuorum, downIds, seenOf } from '../../../../test/builders/fleet.ts';
import { NO_ALLOWANCES } from '../../../../test/builders/allowances.ts';
import { type Allowances, minimumLeft } from './allowances.ts';
import { nodeName } from './node.ts';
import { known, type Seen } from './observation.ts';
import { maySafelyStop } from './safety.ts';
import type { WorstPartition } from './worst-partition.ts';

const IDS = [1, 2, 3, 4];
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
  const accepted = { unsafeTopics: 'allow' } as const;
  const ledger = { stateTopic: 'orders' };

  test.each<[string, readonly number[], Partial<Allowances>, number[], number]>([
    ['the minimum', [1, 2, 3], {}, [], 2],
    ['the minimum where a topic is accepted without need', [1, 2, 3], accepted, [], 2],
    ['one replica where it is accepted', [1, 2], accepted, [], 1],
    ['one where it is accepted because of a parked replica', [1, 2, 3], accepted, [3], 1],
    ['none where it has no other', [1], accepted, [], 0],
    ['none of the state topic where it has no other', [1], ledger, [], 0],
    ['the minimum of the state topic where it has another', [1, 2], ledger, [], 2],
    ['the minimum of any other topic', [1], {}, [], 2],
  ])('%s', (_, replicas, change, parked, minimum) => {
    expect(left(replicas, change, parked)).toBe(minimum);
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
