import { expect, test } from '@jest/globals';
import type { Blocker } from './blocker.ts';
import { nodeName } from './node.ts';
import { asProblem } from './remedy.ts';

const example = { topic: 'orders', partition: 7, isr: [1], missing: [2, 3] };

test.each<[Blocker, string, string]>([
  [{ kind: 'under-replicated', count: 2, example }, 'partition orders-7', '--describe --topic orders'],
  [{ kind: 'offline-partitions', count: 2, example }, 'partition orders-7', 'Bring broker 2, 3 back'],
  [
    { kind: 'min-isr', topic: 'orders', partition: 7, left: [1], minimum: 2 },
    'partition orders-7',
    '--topic orders',
  ],
  [{ kind: 'not-in-sync', topic: 'orders', partition: 7, broker: 2 }, 'partition orders-7', '--topic orders'],
  [
    { kind: 'reassigning', count: 1, topic: 'orders', partition: 7 },
    'partition orders-7',
    'kafka-reassign-partitions.sh',
  ],
  [{ kind: 'silent-broker', broker: 2, reason: 'refused' }, 'broker 2', 'kafka-broker-api-versions.sh'],
  [{ kind: 'not-registered', broker: 2 }, 'broker 2', 'the log of broker 2'],
  [{ kind: 'unreadable-topic', topic: 'orders', error: 'X' }, 'topic orders', 'Describe'],
  [{ kind: 'no-leader-of-quorum' }, 'the cluster', 'kafka-metadata-quorum.sh'],
  [{ kind: 'instance-missing', node: nodeName('broker-2') }, 'broker-2', 'EC2'],
])('%j is where it is, and says what to type next', (blocker, where, fix) => {
  const problem = asProblem(blocker);
  expect(problem.where).toBe(where);
  expect(problem.fix).toContain(fix);
});
