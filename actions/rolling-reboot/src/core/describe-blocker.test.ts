import { expect, test } from '@jest/globals';
import type { Blocker } from './blocker.ts';
import { describeBlocker } from './describe-blocker.ts';
import { nodeName } from './node.ts';

const at = { topic: 'orders', partition: 17 } as const;
const node = nodeName('broker-1');
const example = { ...at, isr: [3, 5], missing: [4] };

/** One of every kind: a kind without a row does not compile. */
const EACH: { readonly [Kind in Blocker['kind']]: readonly [Extract<Blocker, { kind: Kind }>, string] } = {
  'nobody-answers': [{ kind: 'nobody-answers', reason: 'refused' }, 'no broker answers: refused'],
  'silent-broker': [
    { kind: 'silent-broker', broker: 0, reason: 'time-out' },
    'broker 0 gives no answer (time-out), and unknown is not healthy',
  ],
  'not-registered': [
    { kind: 'not-registered', broker: 2 },
    'broker 2 is not registered in the view of every broker',
  ],
  'unknown-broker': [
    { kind: 'unknown-broker', broker: 9 },
    'broker 9 is registered, but no instance has its node id',
  ],
  'unknown-voter': [
    { kind: 'unknown-voter', voter: 9 },
    'voter 9 is in the quorum, but no instance has its node id',
  ],
  'not-a-voter': [
    { kind: 'not-a-voter', controller: 9 },
    'controller 9 is not a voter of the quorum, so nothing proves that it is back after a restart',
  ],
  ensemble: [
    { kind: 'ensemble', fault: { kind: 'no-address', server: 1 } },
    'zookeeper-connect does not name zookeeper-1',
  ],
  'still-answering': [{ kind: 'still-answering', server: 1 }, 'ZooKeeper server 1 still answers'],
  'other-cluster': [
    { kind: 'other-cluster', broker: 2, clusterId: 'x' },
    'broker 2 belongs to another cluster (x)',
  ],
  'unreadable-topic': [
    { kind: 'unreadable-topic', topic: 'secret', error: 'DENIED' },
    'topic secret cannot be read (DENIED)',
  ],
  'no-partitions': [
    { kind: 'no-partitions' },
    'the cluster shows no partition at all: the principal may lack Describe on its topics',
  ],
  'views-disagree': [
    {
      kind: 'views-disagree',
      fewest: { observer: 1, partitions: 5 },
      most: { observer: 2, partitions: 6 },
    },
    'broker 1 knows 5 partitions and broker 2 knows 6 partitions, not the same ones: one of them is behind',
  ],
  'offline-partitions': [
    { kind: 'offline-partitions', count: 1, example: { ...at, isr: [], missing: [] } },
    '1 offline partition, such as orders-17 (in sync: none; missing: none)',
  ],
  'under-replicated': [
    { kind: 'under-replicated', count: 2, example },
    '2 under-replicated partitions, such as orders-17 (in sync: 3, 5; missing: 4)',
  ],
  reassigning: [
    { kind: 'reassigning', count: 3, ...at },
    '3 partitions under reassignment, such as orders-17',
  ],
  unknown: [
    { kind: 'unknown', what: 'the quorum', reason: 'denied' },
    'the quorum could not be read (denied)',
  ],
  'no-leader-of-quorum': [{ kind: 'no-leader-of-quorum' }, 'the quorum has no leader'],
  'voter-behind': [
    { kind: 'voter-behind', voter: 3, behind: 61_000 },
    "voter 3 is behind the quorum's leader by 1m01s",
  ],
  majority: [
    { kind: 'majority', left: 1, needed: 2, voters: 3 },
    'only 1 of 3 voters would be left, and the quorum needs 2',
  ],
  'min-isr': [
    { kind: 'min-isr', ...at, left: [3], minimum: 2 },
    'orders-17 would be left with 1 in-sync replicas (3), and its min.insync.replicas is 2',
  ],
  'not-in-sync': [{ kind: 'not-in-sync', ...at, broker: 4 }, 'broker 4 is itself not in sync for orders-17'],
  'instance-state': [
    { kind: 'instance-state', node, state: 'stopping', wanted: 'stopped' },
    'the instance of broker-1 is stopping, not yet stopped',
  ],
  'instance-missing': [{ kind: 'instance-missing', node }, 'EC2 does not show the instance of broker-1'],
  'still-registered': [
    { kind: 'still-registered', broker: 1, observers: [2, 3] },
    'broker 1 is still registered in the view of 2, 3',
  ],
  'still-voting': [{ kind: 'still-voting', voter: 3001 }, 'the quorum still counts voter 3001 as caught up'],
  'not-stable': [{ kind: 'not-stable', readings: 1, wanted: 3 }, 'all is well in 1 of 3 readings in a row'],
};

test.each(Object.values(EACH))('$kind', (blocker, sentence) => {
  expect(describeBlocker(blocker)).toBe(sentence);
});

test.each<[Blocker, string]>([
  [
    { kind: 'voter-behind', voter: 3, behind: undefined },
    "voter 3 is behind the quorum's leader by an unknown time",
  ],
  [
    { kind: 'min-isr', ...at, left: [], minimum: Infinity },
    'orders-17 would be left with 0 in-sync replicas (none), and its min.insync.replicas is not known',
  ],
])('what is not known is told as such', (blocker, sentence) => {
  expect(describeBlocker(blocker)).toBe(sentence);
});
