import { expect, test } from '@jest/globals';
import { observedTopic } from '../../../test/builders/observed-topic.ts';
import { topicSyncInputs } from '../../../test/builders/topic-sync-inputs.ts';
import { FakeTopicCluster } from '../../../test/fakes/fake-topic-cluster.ts';
import { fakeTopicPorts } from '../../../test/fakes/fake-topic-ports.ts';
import type { TopicSyncInputs } from './core/inputs.ts';
import type { Result } from './core/result.ts';
import { run } from './run.ts';

const topic = (name: string): string => `apiVersion: kafka-fleet/v1
kind: Topic
metadata: { name: ${name} }
spec: { partitions: 3, replicationFactor: 3 }
`;
const files = (...names: string[]): Record<string, string> => ({ 'x.yaml': names.map(topic).join('---\n') });

async function plan(names: readonly string[], inputs: Partial<TopicSyncInputs> = {}): Promise<Result> {
  const cluster = new FakeTopicCluster();
  for (const observed of names.map((name) => observedTopic(name)))
    cluster.topics.set(observed.name, observed);
  const ports = fakeTopicPorts(files('a', 'new.topic'), cluster, { base: files('a', 'gone') });
  const done = await run(topicSyncInputs(inputs), ports);
  if (done.kind !== 'synced') throw new Error('it was linted only');
  expect(cluster.asked.filter((request) => /^(groups|offsets)/.test(request))).toEqual([]);
  return done.result;
}

const deletion = { baseRef: 'base', unusedForMs: 0 };

test('topics that no file declares are listed, and not touched', async () => {
  const { plan: made } = await plan(['a', 'foreign', 'gone', '_schemas', '__consumer_offsets'], { deletion });
  expect(made.others).toEqual([
    { topic: '_schemas', kind: 'reserved', because: 'it belongs to the schema registry' },
    { topic: 'foreign', kind: 'unmanaged', because: 'no file declares it' },
    {
      topic: 'gone',
      kind: 'orphaned',
      because: 'its file is gone; it is kept, only a Tombstone deletes a topic',
    },
  ]);
  expect(made.changes.map(({ operation }) => operation.topic)).toEqual(['new.topic']);
});

test('topics that the run is not about are not listed', async () => {
  const { plan: made } = await plan(['a', 'foreign', 'gone'], { ignore: ['for*'] });
  expect(made.others).toMatchObject([{ topic: 'gone', kind: 'unmanaged' }]);
});

test('a new topic that collides with one that nobody declared is blocked at its line', async () => {
  const { plan: made } = await plan(['new_topic']);
  expect(made.changes).toMatchObject([
    { operation: { topic: 'a' }, blocked: null },
    {
      operation: { topic: 'new.topic' },
      blocked: { because: expect.stringContaining('the cluster has the topic new_topic') },
    },
  ]);
});
