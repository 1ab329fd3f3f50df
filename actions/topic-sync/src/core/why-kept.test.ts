import { expect, test } from '@jest/globals';
import type { Move } from './moves.ts';
import type { ReplicaView } from './replica-view.ts';
import type { TopicName } from './topic.ts';
import { whyKept } from './why-kept.ts';

const topic = 'posts' as TopicName;
const move = (before: number[], after: number[]): Move => {
  const operation = { kind: 'change-replication-factor', topic, topicId: 'id', before: 3, after: 2 } as const;
  const rest = { because: '', risk: 'slow', riskBecause: null, blocked: null, notValidated: null } as const;
  const place = { file: 'topics/x.yaml', line: 1, column: 1 };
  const change = { operation: { ...operation, moves: [], assignment: [] }, ...rest, standing: null, place };
  return { partition: 0, before, after, change };
};
const seen = (leader: number, inSync: number[]): ReplicaView => ({
  brokers: [],
  topics: new Map([
    [topic, { id: 'id', partitions: [{ partition: 0, replicas: [1, 2, 3], leader, inSync }] }],
  ]),
  running: [],
});

test.each([
  ['all in sync', 1, [1, 2, 3], 2, 'it may'],
  ['one is enough', 2, [2, 3], 1, 'it may'],
  ['too few stay in sync', 2, [2, 3], 2, 'only 1 of the 2 replicas that would be left'],
  ['a minimum above the factor is another matter', 1, [1, 2], 3, 'it may'],
  ['the minimum is not known', 1, [1], Number.POSITIVE_INFINITY, 'and 2 have to be'],
  ['another broker leads', 3, [1, 2, 3], 1, 'broker 3, which would lose its replica, leads partition 0'],
  ['nobody leads', -1, [1, 2, 3], 1, 'no broker leads partition 0'],
])('%s', (_, leader, inSync, minimum, because) => {
  const found = whyKept(move([1, 2, 3], [1, 2]), seen(leader, inSync), minimum);
  expect(found ?? 'it may').toContain(because);
});

test.each([
  ['what comes counts as in sync', 1, [1], 2, 'it may'],
  ['it may lead, too', 2, [2, 3], 2, 'it may'],
  ['too few stay in sync even so', 2, [2], 3, 'only 1 of the 3 replicas that would be left'],
  ['nobody leads: there is nothing to copy', -1, [1, 3], 1, 'no broker leads partition 0'],
])('a replica that goes elsewhere: %s', (_, leader, inSync, minimum, because) => {
  const found = whyKept(move([1, 2, 3], [1, 3, 4]), seen(leader, inSync), minimum);
  expect(found ?? 'it may').toContain(because);
});

test('replicas that are only added drop nothing', () => {
  expect(whyKept(move([1, 2], [1, 2, 3]), seen(-1, []), 2)).toBeNull();
});
