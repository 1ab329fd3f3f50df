import { expect, test } from '@jest/globals';
import { observedConfig, observedTopic, withConfig } from '../../../test/builders/observed-topic.ts';
import { topicSyncInputs } from '../../../test/builders/topic-sync-inputs.ts';
import { FakeTopicCluster } from '../../../test/fakes/fake-topic-cluster.ts';
import { fakeTopicPorts } from '../../../test/fakes/fake-topic-ports.ts';
import type { ObservedTopic } from './core/topic.ts';
import { run } from './run.ts';

const document = (name: string, config = ''): string => `apiVersion: kafka-fleet/v1
kind: Topic
metadata: { name: ${name} }
spec: { partitions: 3, replicationFactor: 3, config: { ${config} } }
`;
const DOCUMENTS = [document('a', 'segment.ms: 1h'), document('b')].join('---\n');
const segments = (topic: ObservedTopic): ObservedTopic =>
  withConfig(topic, 'segment.ms', observedConfig('LONG', '1', '7200000'));

async function digest(...topics: readonly ObservedTopic[]): Promise<string> {
  const cluster = new FakeTopicCluster();
  for (const topic of topics) cluster.topics.set(topic.name, topic);
  const done = await run(topicSyncInputs(), fakeTopicPorts({ 'x.yaml': DOCUMENTS }, cluster));
  if (done.kind !== 'synced') throw new Error('nothing was planned');
  expect(done.result.plan.changes).toHaveLength(1);
  return done.result.digest;
}

test('a digest is of the topics that a plan touches, and of no others', async () => {
  const [a, b] = [observedTopic('a'), observedTopic('b')];
  const first = await digest(a, b);
  expect(await digest(a, segments(b), observedTopic('c'))).toBe(first);
  expect(await digest(segments(a), b)).not.toBe(first);
  expect(await digest({ ...a, id: 'another' }, b)).not.toBe(first);
});
