import { expect, test } from '@jest/globals';
import { createPartitions } from '../../../lib/adapters/kafka/create-partitions.ts';
import { createTopics } from '../../../lib/adapters/kafka/create-topics.ts';
import { electLeaders } from '../../../lib/adapters/kafka/elect-leaders.ts';
import { errorName } from '../../../lib/adapters/kafka/error-codes.ts';
import { metadata } from '../../../lib/adapters/kafka/metadata.ts';
import type { ClusterUnderTest } from './cluster-under-test.ts';

const timeoutMs = 10_000;

export function topicContract(given: () => ClusterUnderTest): void {
  test('some are created, each of the others says why not', () => createsSome(given()));
  test('validate only creates nothing', () => createsNothing(given()));
  test('partitions are added where they were placed; fewer is refused with the broker’s words', () =>
    addsPartitions(given()));
  test('an election that is not needed says so for each partition', () => electsNobody(given()));
}

async function createsSome(cluster: ClusterUnderTest): Promise<void> {
  const { connection } = cluster;
  const topic = { partitions: 1, replicationFactor: 3, assignments: [], configs: [] };
  const topics = [
    { ...topic, name: 'created' },
    { ...topic, name: 'placed', assignments: [{ partition: 0, replicas: [3, 1] }] },
    { ...topic, name: 'too-wide', replicationFactor: 9 },
    { ...topic, name: 'no-number', configs: [{ name: 'retention.ms', value: 'soon' }] },
  ];
  const answer = await connection.send(
    createTopics,
    { topics, validateOnly: false, timeoutMs },
    'controller',
  );
  const byName = new Map(answer.results.map((result) => [result.name, result]));
  expect(byName.get('created')).toMatchObject({
    errorCode: 0,
    topicId: expect.stringMatching(/^[\w-]{22}$/),
  });
  expect(byName.get('placed')).toMatchObject({ errorCode: 0 });
  expect(byName.get('too-wide')).toMatchObject({
    errorCode: 38,
    errorMessage: expect.stringContaining('9'),
  });
  expect(byName.get('no-number')).toMatchObject({
    errorCode: 40,
    errorMessage: expect.stringContaining('soon'),
  });
  const placed = await cluster.until('any', 'placed', ({ topics: [seen] }) => seen?.errorCode === 0);
  expect(placed.topics).toMatchObject([{ partitions: [{ replicas: [3, 1] }] }]);
}

async function createsNothing(cluster: ClusterUnderTest): Promise<void> {
  const { connection } = cluster;
  const topic = { name: 'not-now', partitions: 1, replicationFactor: 3, assignments: [], configs: [] };
  const request = { topics: [topic], validateOnly: true, timeoutMs };
  const answer = await connection.send(createTopics, request, 'controller');
  expect(answer.results).toMatchObject([{ name: 'not-now', errorCode: 0, errorMessage: null }]);
  const seen = await connection.send(metadata, { topics: ['not-now'] }, 'any');
  expect(seen.topics).toMatchObject([{ name: 'not-now', errorCode: 3, partitions: [] }]);
}

async function addsPartitions(cluster: ClusterUnderTest): Promise<void> {
  const { connection } = cluster;
  const [grown, kept] = [await cluster.topic({}), await cluster.topic({ partitions: 2 })];
  const topics = [
    { name: grown, count: 2, assignments: [[2, 3, 1]] },
    { name: kept, count: 1, assignments: null },
    { name: 'nowhere', count: 2, assignments: null },
  ];
  const answer = await connection.send(
    createPartitions,
    { topics, validateOnly: false, timeoutMs },
    'controller',
  );
  const byName = new Map(answer.results.map((result) => [result.name, result]));
  expect(byName.get(grown)).toMatchObject({ errorCode: 0, errorMessage: null });
  expect(byName.get(kept)).toMatchObject({
    errorCode: 37,
    errorMessage: expect.stringContaining('2 partition'),
  });
  expect(errorName(byName.get('nowhere')?.errorCode ?? 0)).toBe('UNKNOWN_TOPIC_OR_PARTITION');
  const seen = await cluster.until('any', grown, ({ topics: [topic] }) => topic?.partitions.length === 2);
  expect(seen.topics[0]?.partitions.find(({ partition }) => partition === 1)?.replicas).toEqual([2, 3, 1]);
}

async function electsNobody(cluster: ClusterUnderTest): Promise<void> {
  const { connection } = cluster;
  const topic = await cluster.topic({});
  const topics = [{ topic, partitions: [0, 7] }];
  const answer = await connection.send(electLeaders, { topics, timeoutMs }, 'controller');
  expect(answer.errorCode).toBe(0);
  expect(answer.results.map(({ partition, errorCode }) => [partition, errorName(errorCode)])).toEqual([
    [0, 'ELECTION_NOT_NEEDED'],
    [7, 'UNKNOWN_TOPIC_OR_PARTITION'],
  ]);
  const all = await connection.send(electLeaders, { topics: null, timeoutMs }, 'controller');
  expect(all.errorCode).toBe(0);
}
