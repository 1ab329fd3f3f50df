import { expect, test } from '@jest/globals';
import { readAll } from '../../../lib/adapters/kafka/topic-log.ts';
import { appendRecord } from './append-record.ts';
import type { ClusterUnderTest } from './cluster-under-test.ts';

const compacted = [{ name: 'cleanup.policy', value: 'compact' }];

export function logContract(given: () => ClusterUnderTest): void {
  test('what was appended is read, in order; an empty log is empty', () => readsWhatWasAppended(given()));
  test('more than one fetch can carry is read whole', () => readsAllFetches(given()), 30_000);
  test('a topic that is not there, or has more partitions, is named', () => namesTheTopic(given()));
}

async function readsWhatWasAppended(cluster: ClusterUnderTest): Promise<void> {
  const { connection } = cluster;
  const topic = await cluster.topic({ configs: compacted });
  expect(await readAll(connection, topic)).toEqual([]);
  const values = Array.from({ length: 20 }, (_, index) => `value ${String(index)} é`);
  for (const value of values) await appendRecord(connection, { topic, key: 'k', value });
  const records = await readAll(connection, topic);
  expect(records.map(({ value }) => value)).toEqual(values);
  expect(records.map(({ offset }) => offset)).toEqual(values.map((_, index) => BigInt(index)));
  expect(records[0]).toMatchObject({ key: 'k', timestamp: expect.any(Number) });
}

async function readsAllFetches(cluster: ClusterUnderTest): Promise<void> {
  const { connection } = cluster;
  const topic = await cluster.topic({ configs: compacted });
  const value = 'x'.repeat(900_000);
  for (let index = 0; index < 15; index += 1)
    await appendRecord(connection, { topic, key: String(index), value });
  const records = await readAll(connection, topic);
  expect(records.map(({ key }) => key)).toEqual(Array.from({ length: 15 }, (_, index) => String(index)));
}

async function namesTheTopic(cluster: ClusterUnderTest): Promise<void> {
  const { connection } = cluster;
  await expect(readAll(connection, 'nowhere', 100)).rejects.toThrow(
    'topic nowhere, partition 0: UNKNOWN_TOPIC_OR_PARTITION. Create it with one partition',
  );
  const topic = await cluster.topic({ partitions: 2 });
  await expect(appendRecord(connection, { topic, key: 'k', value: 'v' })).rejects.toThrow(
    'it has 2 partitions',
  );
}
