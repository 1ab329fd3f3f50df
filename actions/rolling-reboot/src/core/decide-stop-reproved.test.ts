import { describe, expect, test } from '@jest/globals';
import { aNode, anInstance, aPartition, aQuorum, seenOf } from '../../../../test/builders/fleet.ts';
import { aFlight, aSetting, inCycle } from '../../../../test/builders/progress.ts';
import { reprove } from './decide-stop.ts';
import { known, type Partition, type Seen, unknown } from './observation.ts';
import type { Progress } from './progress.ts';

/** 1 to 3 vote, and 1 leads them; 4 and 5 are brokers only. */
const NODES = [1, 2, 3, 4, 5].map((id) => aNode(id, { controller: id <= 3 }));
const IDS = NODES.map(({ id }) => id);
const QUORUM = known(aQuorum(1, [1, 2, 3]));
const see = (partitions: readonly Partition[], change: Partial<Seen> = {}): Seen =>
  seenOf(IDS, partitions, { quorum: QUORUM, ...change });

describe('the proof right before a stop', () => {
  const prove = (seen: Seen, progress: Partial<Progress> = {}) =>
    reprove(aNode(4), seen, { progress: inCycle(progress), setting: aSetting(NODES) });
  const orders = aPartition([3, 4, 5]);

  test('holds while the cluster is well and the node can be spared', () => {
    expect(prove(see([orders]))).toMatchObject({ safe: true, certificate: { node: 'broker-4' } });
  });

  test.each<[string, Seen, string[]]>([
    [
      'an instance does not run, although Kafka does not know it yet',
      see([orders], { instances: IDS.map((id) => anInstance(id, id === 2 ? { state: 'stopping' } : {})) }),
      ['instance-state'],
    ],
    [
      'a partition of others lacks a replica',
      see([orders, aPartition([1, 2], { topic: 'logs', isr: [1] })]),
      ['under-replicated'],
    ],
    ['the node cannot be spared', see([aPartition([4, 5])]), ['min-isr']],
    [
      'two things at once',
      see([{ ...orders, leader: -1 }], { reassignments: unknown('denied') }),
      ['unknown', 'offline-partitions'],
    ],
  ])('fails when %s', (_, seen, kinds) => {
    const verdict = prove(seen);
    expect(verdict.safe ? [] : verdict.blockers.map(({ kind }) => kind)).toEqual(kinds);
  });

  test('excuses those in flight', () => {
    const lost = see([{ ...orders, isr: [3, 4] }], {
      instances: IDS.map((id) => anInstance(id, id === 5 ? { state: 'stopped' } : {})),
    });
    const verdict = prove(lost, { flights: [aFlight(5, { node: aNode(5) })] });
    expect(verdict.safe ? [] : verdict.blockers).toEqual([
      { kind: 'min-isr', topic: 'orders', partition: 0, left: [3], minimum: 2 },
    ]);
  });
});
