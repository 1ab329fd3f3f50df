import { expect, test } from '@jest/globals';
import { KafkaConnection } from '../../../lib/adapters/kafka/connection.ts';
import { BrokerUnreachable } from '../../../lib/adapters/kafka/connection-failures.ts';
import { createTopics } from '../../../lib/adapters/kafka/create-topics.ts';
import { describeConfigs } from '../../../lib/adapters/kafka/describe-configs.ts';
import { electLeaders } from '../../../lib/adapters/kafka/elect-leaders.ts';
import { listPartitionReassignments } from '../../../lib/adapters/kafka/list-partition-reassignments.ts';
import { metadata } from '../../../lib/adapters/kafka/metadata.ts';
import { readAll } from '../../../lib/adapters/kafka/topic-log.ts';
import { appendRecord } from './append-record.ts';
import { alterPartitionReassignments } from './alter-partition-reassignments.ts';
import { type ClusterUnderTest, leaderOf, settingsFor } from './cluster-under-test.ts';

/** The broker that hangs, and later dies. */
const VICTIM = 3;

export function failureContract(given: () => ClusterUnderTest): void {
  test(
    'a broker that hangs: it is told in time, the others answer, and later it does again',
    () => outlivesAHang(given()),
    60_000,
  );
  test(
    'a broker that is killed: nothing throws for the partition that it leaves without a leader',
    () => outlivesADeath(given()),
    60_000,
  );
  test(
    'with that broker dead: a new connection opens, and reads and writes go on',
    () => goesOnWithoutIt(given()),
    60_000,
  );
}

async function outlivesAHang(cluster: ClusterUnderTest): Promise<void> {
  const { lab, connection } = cluster;
  const topic = await cluster.topic({ assignments: [{ partition: 0, replicas: [1, 2] }] });
  await connection.send(metadata, { topics: [] }, VICTIM);
  await lab.signalNode(VICTIM, 'SIGSTOP');
  const start = performance.now();
  await expect(connection.send(metadata, { topics: [] }, VICTIM)).rejects.toThrow(BrokerUnreachable);
  expect(performance.now() - start).toBeLessThan(7_000);
  expect((await connection.send(metadata, { topics: null }, 'any')).topics).not.toEqual([]);
  await expectRunningReassignment(cluster, topic);
  await lab.signalNode(VICTIM, 'SIGCONT');
  await cluster.until('any', topic, ({ brokers }) => brokers.some(({ id }) => id === VICTIM));
  const seen = await connection.send(metadata, { topics: [] }, VICTIM);
  expect(seen.clusterId).not.toBeNull();
}

async function outlivesADeath(cluster: ClusterUnderTest): Promise<void> {
  const { lab, connection } = cluster;
  const alone = await cluster.topic({ assignments: [{ partition: 0, replicas: [VICTIM] }] });
  const log = await cluster.topic({
    assignments: [{ partition: 0, replicas: [VICTIM, 1, 2] }],
    configs: [{ name: 'min.insync.replicas', value: '2' }],
  });
  await appendRecord(connection, { topic: log, key: 'k', value: 'before' });
  await lab.signalNode(VICTIM, 'SIGKILL');
  await appendRecord(connection, { topic: log, key: 'k', value: 'after' });
  expect([...new Set((await readAll(connection, log)).map(({ value }) => value))]).toEqual([
    'before',
    'after',
  ]);
  const seen = await cluster.until('any', alone, (answer) => leaderOf(answer) === -1);
  expect(seen.topics).toMatchObject([{ name: alone, partitions: [{ leader: -1, replicas: [VICTIM] }] }]);
  const all = await connection.send(metadata, { topics: null }, 'any');
  expect(all.topics.find(({ name }) => name === alone)?.partitions[0]?.errorCode).toBe(5);
  await expect(connection.send(metadata, { topics: [] }, VICTIM)).rejects.toThrow(BrokerUnreachable);
}

async function goesOnWithoutIt(cluster: ClusterUnderTest): Promise<void> {
  const { lab } = cluster;
  await using connection = await KafkaConnection.open(settingsFor([...lab.bootstrapBrokers].reverse()));
  expect(
    connection
      .brokers()
      .map(({ id }) => id)
      .sort(),
  ).toEqual([1, 2]);
  const topic = {
    name: 'while-down',
    partitions: 1,
    replicationFactor: -1,
    assignments: [{ partition: 0, replicas: [1, 2] }],
    configs: [],
  };
  const request = { topics: [topic], validateOnly: false, timeoutMs: 10_000 };
  const created = await connection.send(createTopics, request, 'controller');
  expect(created.results).toMatchObject([{ name: 'while-down', errorCode: 0 }]);
  await appendRecord(connection, { topic: 'while-down', key: 'k', value: 'v' });
  expect(await readAll(connection, 'while-down')).toMatchObject([{ key: 'k', value: 'v' }]);
  const resources = [{ type: 'topic', name: 'while-down', keys: ['retention.ms'] }] as const;
  const { results } = await connection.send(describeConfigs, { resources }, 'any');
  expect(results).toMatchObject([{ errorCode: 0, configs: [{ name: 'retention.ms', type: 'LONG' }] }]);
  const elected = await connection.send(electLeaders, { topics: null, timeoutMs: 5_000 }, 'controller');
  expect(elected.errorCode).toBe(0);
}

/** A replica that is added on a broker that hangs never catches up. */
async function expectRunningReassignment({ connection }: ClusterUnderTest, topic: string): Promise<void> {
  const change = { topic, partition: 0, replicas: [1, 2, VICTIM] };
  expect(await connection.send(alterPartitionReassignments, change, 'controller')).toEqual([0, 0]);
  const listed = await connection.send(listPartitionReassignments, {}, 'controller');
  const running = { topic, partition: 0, replicas: [1, 2, VICTIM], adding: [VICTIM], removing: [] };
  expect(listed).toEqual({ errorCode: 0, errorMessage: null, reassignments: [running] });
  expect(
    await connection.send(alterPartitionReassignments, { ...change, replicas: null }, 'controller'),
  ).toEqual([0, 0]);
}
