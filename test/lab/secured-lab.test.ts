import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { KafkaConnection } from '../../lib/adapters/kafka/connection.ts';
import { createTopics } from '../../lib/adapters/kafka/create-topics.ts';
import { describeQuorum } from '../../lib/adapters/kafka/describe-quorum.ts';
import { errorName } from '../../lib/adapters/kafka/error-codes.ts';
import { metadata } from '../../lib/adapters/kafka/metadata.ts';
import { orThrow } from '../../lib/core/problem.ts';
import { readKafkaInputs } from '../../lib/core/kafka-inputs.ts';
import { grantAcls, revokeAcls } from '../../lab/grant-acls.ts';
import { type Lab, startLab } from '../../lab/lab.ts';
import type { SecuredAccess } from '../../lab/secured-access.ts';
import { eventually } from './eventually.ts';

let lab: Lab;

beforeAll(async () => {
  lab = await startLab({ secured: true });
  await using kafka = await open('scram');
  const topic = { name: 'orders', partitions: 1, replicationFactor: 3, assignments: [], configs: [] };
  const request = { topics: [topic], validateOnly: false, timeoutMs: 10_000 };
  const { results } = await kafka.send(createTopics, request, 'controller');
  if (results[0]?.errorCode !== 0) throw new Error(`no topic: ${JSON.stringify(results)}`);
}, 600_000);

afterAll(() => lab.close());

const open = (way: keyof SecuredAccess): Promise<KafkaConnection> =>
  KafkaConnection.open({ clientId: 'test', ...orThrow(readKafkaInputs(lab.secured?.[way] ?? {})) });

async function topicsSeen(kafka: KafkaConnection, topics: readonly string[] | null) {
  const seen = await kafka.send(metadata, { topics }, 'any');
  return seen.topics.map(({ name, errorCode }) => `${name} ${errorName(errorCode)}`);
}

const untilSeen = (kafka: KafkaConnection, wanted: readonly string[]): Promise<void> =>
  eventually(`topics ${wanted.join()}`, async () => (await topicsSeen(kafka, null)).join() === wanted.join());

test.each(['scram', 'mtls'] as const)(
  'by %s every broker is reached, and everything is allowed',
  async (way) => {
    await using kafka = await open(way);
    expect(kafka.brokers()).toHaveLength(3);
    for (const { id } of kafka.brokers()) {
      const { brokers } = await kafka.send(metadata, { topics: [] }, id);
      expect(brokers).toHaveLength(3);
    }
    await untilSeen(kafka, ['orders NONE']);
    expect(await kafka.send(describeQuorum, {}, 'any')).toMatchObject({ errorCode: 0 });
  },
);

test('a user without a right sees an empty cluster, and refusals where it asks by name', async () => {
  await using kafka = await open('limited');
  expect(await topicsSeen(kafka, null)).toEqual([]);
  expect(await topicsSeen(kafka, ['orders', 'absent'])).toEqual([
    'orders TOPIC_AUTHORIZATION_FAILED',
    'absent TOPIC_AUTHORIZATION_FAILED',
  ]);
  const { errorCode } = await kafka.send(describeQuorum, {}, 'any');
  expect(errorName(errorCode)).toBe('CLUSTER_AUTHORIZATION_FAILED');

  await grantAcls(lab, [{ resource: 'topic', name: 'orders', operations: ['DESCRIBE'] }]);
  await untilSeen(kafka, ['orders NONE']);
  await revokeAcls(lab);
  await untilSeen(kafka, []);
});
