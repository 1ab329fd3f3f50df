import type { Result } from '../../actions/topic-sync/src/core/result.ts';
import { run } from '../../actions/topic-sync/src/run.ts';
import { FakeTopicCluster } from '../fakes/fake-topic-cluster.ts';
import { fakeTopicPorts } from '../fakes/fake-topic-ports.ts';
import { topicSyncInputs } from './topic-sync-inputs.ts';

export const topic = (spec: string, metadata = 'name: posts'): string =>
  `apiVersion: kafka-fleet/v1\nkind: Topic\nmetadata: { ${metadata} }\nspec: { ${spec} }\n`;
export const policy = (rules: string, rest = ''): string =>
  `apiVersion: kafka-fleet/v1\nkind: TopicPolicy\nmetadata: { name: fleet }\nspec: { rules: { ${rules} }${rest} }\n`;
export const together = (...texts: string[]): string => texts.join('---\n');

export const COUNTS = 'partitions: 6, replicationFactor: 3';
export const withConfig = (config: string): string => topic(`${COUNTS}, config: { ${config} }`);

/** The plan of the documents for the cluster. */
export async function planOf(text: string, cluster: FakeTopicCluster): Promise<Result> {
  const done = await run(topicSyncInputs(), fakeTopicPorts({ 'topics/x.yaml': text }, cluster));
  if (done.kind !== 'synced') throw new Error('it was linted only');
  return done.result;
}

/** A cluster that is as the documents say. */
export async function clusterWith(text: string): Promise<FakeTopicCluster> {
  const cluster = new FakeTopicCluster();
  await run(
    topicSyncInputs({ command: 'apply', allowEmpty: true }),
    fakeTopicPorts({ 'topics/x.yaml': text }, cluster),
  );
  return cluster;
}
