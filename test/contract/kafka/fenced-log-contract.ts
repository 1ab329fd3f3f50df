import { isDeepStrictEqual } from 'node:util';
import { expect, test } from '@jest/globals';
import { addPartitionsToTxn } from '../../../lib/adapters/kafka/add-partitions-to-txn.ts';
import { Fenced, FencedLog } from '../../../lib/adapters/kafka/fenced-log.ts';
import { findCoordinator } from '../../../lib/adapters/kafka/find-coordinator.ts';
import { initProducerId, NO_PRODUCER } from '../../../lib/adapters/kafka/init-producer-id.ts';
import { metadata } from '../../../lib/adapters/kafka/metadata.ts';
import { PartitionFailed } from '../../../lib/adapters/kafka/partition-leader.ts';
import { readAll } from '../../../lib/adapters/kafka/topic-log.ts';
import { askCoordinator } from '../../../lib/adapters/kafka/transaction-coordinator.ts';
import { eventually } from '../../lab/eventually.ts';
import { type ClusterUnderTest, leaderOf } from './cluster-under-test.ts';

const transactionTimeoutMs = 120_000;
const SLOW = 120_000;

export function fencedLogContract(given: () => ClusterUnderTest): void {
  test('records are read in order, however many are appended at once', () => keepsOrder(given()), SLOW);
  test('a record is read as soon as its append has returned', () => readsItsWrites(given()), SLOW);
  test('the older of two writers is fenced, for good', () => fencesTheOlder(given()), SLOW);
  test('what a killed writer left open is not read', () => dropsWhatWasOpen(given()), SLOW);
  test('a failed append leaves a writer that goes on', () => goesOnAfterAFailure(given()), SLOW);
  test('an append outlives the broker that leads the log', () => outlivesTheLeader(given()), SLOW);
  test('an append outlives the broker that coordinates', () => outlivesTheCoordinator(given()), SLOW);
}

async function keepsOrder(cluster: ClusterUnderTest): Promise<void> {
  const topic = await cluster.topic({});
  const log = await FencedLog.open(cluster.connection, settings(topic));
  const values = Array.from({ length: 12 }, (_, index) => String(index));
  await Promise.all(values.map((value) => log.append({ key: 'k', value })));
  expect(await valuesOf(cluster, topic)).toEqual(values);
}

async function readsItsWrites(cluster: ClusterUnderTest): Promise<void> {
  const topic = await cluster.topic({});
  const log = await FencedLog.open(cluster.connection, settings(topic));
  const values = Array.from({ length: 25 }, (_, index) => String(index));
  for (const [index, value] of values.entries()) {
    await log.append({ key: 'k', value });
    expect(await valuesOf(cluster, topic)).toEqual(values.slice(0, index + 1));
  }
}

async function fencesTheOlder(cluster: ClusterUnderTest): Promise<void> {
  const topic = await cluster.topic({});
  const older = await FencedLog.open(cluster.connection, settings(topic));
  await older.append({ key: 'k', value: 'of the older' });
  const newer = await FencedLog.open(cluster.connection, settings(topic));
  await expect(older.append({ key: 'k', value: 'too late' })).rejects.toThrow(Fenced);
  await newer.append({ key: 'k', value: 'of the newer' });
  await expect(older.append({ key: 'k', value: 'again too late' })).rejects.toThrow(
    'another run has taken over',
  );
  await newer.append({ key: 'k', value: 'of the newer too' });
  expect(await valuesOf(cluster, topic)).toEqual(['of the older', 'of the newer', 'of the newer too']);
}

async function dropsWhatWasOpen(cluster: ClusterUnderTest): Promise<void> {
  const topic = await cluster.topic({});
  const before = await FencedLog.open(cluster.connection, settings(topic));
  await before.append({ key: 'k', value: 'first' });
  await untilRead(cluster, topic, ['first']);
  await leaveOpen(cluster, topic);
  expect(await valuesOf(cluster, topic)).toEqual(['first']);
  const next = await FencedLog.open(cluster.connection, settings(topic));
  expect(await valuesOf(cluster, topic)).toEqual(['first']);
  await next.append({ key: 'k', value: 'last' });
  await untilRead(cluster, topic, ['first', 'last']);
}

/** Everything that an append does, but for its end. */
async function leaveOpen(cluster: ClusterUnderTest, topic: string): Promise<void> {
  const { connection } = cluster;
  const { transactionalId } = settings(topic);
  const deadline = performance.now() + 20_000;
  const writer = { connection, transactionalId };
  const init = { transactionalId, transactionTimeoutMs, producer: NO_PRODUCER };
  const { producer } = await askCoordinator(writer, { api: initProducerId, request: init, deadline });
  const partition = { transactionalId, producer, topic, partition: 0 };
  await askCoordinator(writer, { api: addPartitionsToTxn, request: partition, deadline });
  const messages = [{ key: Buffer.from('k'), value: Buffer.from('never ended') }];
  const request = {
    topicData: [{ topic, partitions: [{ partition: 0, firstSequence: 0, messages }] }],
    transactionalId,
    producerId: String(producer.id),
    producerEpoch: producer.epoch,
  };
  const leader = leaderOf(await connection.send(metadata, { topics: [topic] }, 'any'));
  await connection.withLink(leader, (link) => link.use((broker) => broker.produce(request), 5_000));
}

async function goesOnAfterAFailure(cluster: ClusterUnderTest): Promise<void> {
  const { lab, connection } = cluster;
  const topic = await cluster.topic({ configs: [{ name: 'min.insync.replicas', value: '3' }] });
  const log = await FencedLog.open(connection, { ...settings(topic), patienceMs: 8_000 });
  const leader = leaderOf(await connection.send(metadata, { topics: [topic] }, 'any'));
  const busy = [leader, await coordinatorOf(cluster, topic)];
  const follower = lab.nodes.map(({ nodeId }) => nodeId).find((id) => !busy.includes(id)) ?? 0;
  await paused(cluster, follower, async () => {
    await expect(log.append({ key: 'k', value: 'refused' })).rejects.toThrow(PartitionFailed);
  });
  await eventually('the writer writes again', () => accepts(log, 'after'), 60_000);
  await log.append({ key: 'k', value: 'last' });
  await untilRead(cluster, topic, ['after', 'last']);
}

async function outlivesTheLeader(cluster: ClusterUnderTest): Promise<void> {
  const topic = await cluster.topic({ configs: [{ name: 'min.insync.replicas', value: '2' }] });
  const log = await FencedLog.open(cluster.connection, settings(topic));
  await log.append({ key: 'k', value: 'before' });
  // What hangs while it writes the marker of a transaction holds the next one up for 30 s.
  await untilRead(cluster, topic, ['before']);
  const leader = leaderOf(await cluster.connection.send(metadata, { topics: [topic] }, 'any'));
  await paused(cluster, leader, () => log.append({ key: 'k', value: 'meanwhile' }));
  await log.append({ key: 'k', value: 'after' });
  await untilRead(cluster, topic, ['before', 'meanwhile', 'after']);
}

async function outlivesTheCoordinator(cluster: ClusterUnderTest): Promise<void> {
  const topic = await cluster.topic({ configs: [{ name: 'min.insync.replicas', value: '2' }] });
  const log = await FencedLog.open(cluster.connection, settings(topic));
  await log.append({ key: 'k', value: 'before' });
  await untilRead(cluster, topic, ['before']);
  const coordinator = await coordinatorOf(cluster, topic);
  await paused(cluster, coordinator, () => log.append({ key: 'k', value: 'meanwhile' }));
  await log.append({ key: 'k', value: 'after' });
  await untilRead(cluster, topic, ['before', 'meanwhile', 'after']);
}

/** The broker hangs, as one whose host stops does for others; then it is given back, for the next test. */
async function paused(cluster: ClusterUnderTest, id: number, work: () => Promise<void>): Promise<void> {
  await cluster.lab.signalNode(id, 'SIGSTOP');
  try {
    await work();
  } finally {
    await cluster.lab.signalNode(id, 'SIGCONT');
  }
  const all = cluster.lab.nodes.length;
  await cluster.until('any', '__transaction_state', ({ brokers, topics }) => {
    const partitions = topics[0]?.partitions ?? [];
    return brokers.length === all && partitions.every(({ isr }) => isr.length === all);
  });
}

const settings = (topic: string) => ({ topic, transactionalId: `writer-${topic}`, transactionTimeoutMs });

async function coordinatorOf({ connection }: ClusterUnderTest, topic: string): Promise<number> {
  const { transactionalId } = settings(topic);
  const { nodeId } = await connection.send(findCoordinator, { transactionalId }, 'any');
  return nodeId;
}

const valuesOf = async ({ connection }: ClusterUnderTest, topic: string): Promise<string[]> =>
  (await readAll(connection, topic)).map(({ value }) => value);

/** While a broker hangs, the marker that makes a record readable may be late. */
const untilRead = (cluster: ClusterUnderTest, topic: string, values: readonly string[]): Promise<void> =>
  eventually(`${topic} reads ${values.join(', ')}`, async () =>
    isDeepStrictEqual(await valuesOf(cluster, topic), values),
  );

const accepts = (log: FencedLog, value: string): Promise<boolean> =>
  log.append({ key: 'k', value }).then(
    () => true,
    () => false,
  );
