import { describe, expect, test } from '@jest/globals';
import { aNode, aPartition, aQuorum, downIds, seenOf } from '../../../../test/builders/fleet.ts';
import { NO_ALLOWANCES } from '../../../../test/builders/allowances.ts';
import type { Allowances } from './allowances.ts';
import { nodeName } from './node.ts';
import { known, type Seen } from './observation.ts';
import { maySafelyStop } from './safety.ts';

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
