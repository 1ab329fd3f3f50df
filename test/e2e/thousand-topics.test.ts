import { setTimeout as sleep } from 'node:timers/promises';
import { expect, test } from '@jest/globals';
import type { TopicSyncInputs } from '../../actions/topic-sync/src/core/inputs.ts';
import type { Result } from '../../actions/topic-sync/src/core/result.ts';
import { kafkaTopicCluster } from '../../actions/topic-sync/src/kafka-topic-cluster.ts';
import { run } from '../../actions/topic-sync/src/run.ts';
import { type Lab, startLab } from '../../lab/lab.ts';
import { KafkaConnection } from '../../lib/adapters/kafka/connection.ts';
import { topicSyncInputs } from '../builders/topic-sync-inputs.ts';
import { FakeTopicCluster } from '../fakes/fake-topic-cluster.ts';
import { fakeTopicPorts } from '../fakes/fake-topic-ports.ts';
import { makeTopics, namesOf } from '../lab/many-topics.ts';
import { withKafka } from './lab-kafka.ts';
import { recordRequests } from './secured/recorded-requests.ts';

const MANY = { topics: 1_000, partitions: 6, replicationFactor: 3 };
const MINUTES = 60_000;

const documents = (retention: string): string =>
  namesOf(MANY)
    .map(
      (name) => `apiVersion: kafka-fleet/v1
kind: Topic
metadata: { name: ${name} }
spec: { partitions: 6, replicationFactor: 3, config: { retention.ms: ${retention} } }
`,
    )
    .join('---\n');

interface Synced {
  readonly result: Result;
  /** The names of all requests. */
  readonly requests: readonly string[];
}

async function sync(lab: Lab, retention: string, inputs: Partial<TopicSyncInputs> = {}): Promise<Synced> {
  const requests: string[] = [];
  const names = { add: (name: string) => requests.push(name) };
  const settings = { clientId: 'thousand', brokers: lab.bootstrapBrokers };
  const done = await run(topicSyncInputs(inputs), {
    ...fakeTopicPorts({ 'topics/x.yaml': documents(retention) }, new FakeTopicCluster()),
    clock: { now: () => Date.now(), sleep: (milliseconds) => sleep(milliseconds) },
    openCluster: async () => {
      const kafka = await KafkaConnection.open({ ...settings, security: { protocol: 'PLAINTEXT' } });
      return kafkaTopicCluster(recordRequests(kafka, names));
    },
  });
  if (done.kind !== 'synced') throw new Error('nothing was planned');
  return { result: done.result, requests };
}

const times = (requests: readonly string[], name: string): number =>
  requests.filter((each) => each === name).length;

test(
  'a thousand topics of six partitions are planned in 20 requests, and changed fifty at a time',
  async () => {
    await using lab = await startLab({ heapMegabytes: 384 });
    await withKafka(lab, (kafka) => makeTopics(kafka, MANY));
    const planned = await sync(lab, '7d');
    expect(planned.result).toMatchObject({ status: 'in-sync', plan: { declared: 1_000 } });
    expect(planned.requests.length).toBeLessThanOrEqual(20);
    const { clusterId } = planned.result.plan;
    const { result, requests } = await sync(lab, '8d', { command: 'apply', clusterId });
    expect([result.status, result.outcomes.length]).toEqual(['applied', 1_000]);
    // They keep records longer: each broker is asked once about its disks, and has the room.
    expect([times(requests, 'DescribeLogDirs'), result.warnings]).toEqual([3, []]);
    // Two hundred at a time are checked.
    expect(times(requests, 'IncrementalAlterConfigs')).toBe(1_000 / 200 + 1_000 / 50);
    expect((await sync(lab, '8d')).result.status).toBe('in-sync');
  },
  10 * MINUTES,
);
