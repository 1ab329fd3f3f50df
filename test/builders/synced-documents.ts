import type { TopicSyncInputs } from '../../actions/topic-sync/src/core/inputs.ts';
import type { Result } from '../../actions/topic-sync/src/core/result.ts';
import { run } from '../../actions/topic-sync/src/run.ts';
import type { FakeTopicCluster } from '../fakes/fake-topic-cluster.ts';
import { fakeTopicPorts } from '../fakes/fake-topic-ports.ts';
import { topicSyncInputs } from './topic-sync-inputs.ts';

/** A topic of three partitions and three replicas; `more` is the rest of its spec. */
export const document = (name: string, more = ''): string => `apiVersion: kafka-fleet/v1
kind: Topic
metadata: { name: ${name} }
spec: { partitions: 3, replicationFactor: 3${more} }
`;

export const files = (...documents: readonly string[]): Readonly<Record<string, string>> => ({
  'topics/x.yaml': documents.join('---\n'),
});

/** What an apply to a `FakeTopicCluster` must be given. */
export const apply = { command: 'apply', clusterId: 'fake-cluster' } as const;

/** Plans, or does what the inputs say. */
export async function sync(
  cluster: FakeTopicCluster,
  documents: Readonly<Record<string, string>>,
  inputs: Partial<TopicSyncInputs> = {},
): Promise<Result> {
  const done = await run(topicSyncInputs(inputs), fakeTopicPorts(documents, cluster));
  if (done.kind !== 'synced') throw new Error('nothing was planned');
  return done.result;
}

export const outcomes = (result: Result): string[] =>
  result.outcomes.map(({ change, kind }) => `${change.operation.topic} ${kind}`);
