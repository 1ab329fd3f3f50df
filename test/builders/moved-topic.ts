import { run } from '../../actions/topic-sync/src/run.ts';
import type { TopicSyncInputs } from '../../actions/topic-sync/src/core/inputs.ts';
import type { Result } from '../../actions/topic-sync/src/core/result.ts';
import { FakeTopicCluster } from '../fakes/fake-topic-cluster.ts';
import { fakeTopicPorts } from '../fakes/fake-topic-ports.ts';
import { observedConfig, observedTopic } from './observed-topic.ts';
import { topicSyncInputs } from './topic-sync-inputs.ts';

export const MIB = 1_048_576;
/** Everything that moved replicas and new partitions need. */
export const consents = new Set([
  'reassign',
  'replication-decrease',
  'repartition-keyed',
  'weaken-durability',
] as const);
export const apply = { command: 'apply', clusterId: 'fake-cluster', consents } as const;
const LEADERS = 'leader.replication.throttled.replicas';
const FOREIGN = { rate: '7000000', entries: '0:1,5:2' };

export const document = (spec: string): Record<string, string> => ({
  'topics/x.yaml': `apiVersion: kafka-fleet/v1
kind: Topic
metadata: { name: posts }
spec: { ${spec} }
`,
});
/** The file that wants so many replicas of `posts`. */
export const wanted = (factor: number, more = ''): Record<string, string> =>
  document(`partitions: 3, replicationFactor: ${String(factor)}${more}`);

/** Three brokers, and a topic of three partitions of 10 MiB with these replicas. */
export function world(...replicas: number[][]): FakeTopicCluster {
  const cluster = new FakeTopicCluster();
  addTopic(cluster, 'posts', replicas);
  return cluster;
}

export function addTopic(cluster: FakeTopicCluster, name: string, replicas: readonly number[][]): void {
  const topic = observedTopic(name, { replicas: replicas.map(({ length }) => length) });
  cluster.topics.set(topic.name, topic);
  replicas.forEach((held, partition) => {
    cluster.world.assign(name, partition, held);
    cluster.world.sizes.set(`${name}-${String(partition)}`, 10 * MIB);
  });
}

export const PAIRS = [
  [1, 2],
  [2, 3],
  [3, 1],
];
export const TRIPLES = PAIRS.map(([first = 0, second = 0]) => [first, second, 6 - first - second]);

/** Runs topic-sync; what it tells the log is added to `said`. */
export async function sync(
  cluster: FakeTopicCluster,
  files: Record<string, string>,
  { said = [], ...inputs }: Partial<TopicSyncInputs> & { readonly said?: string[] } = apply,
): Promise<Result> {
  const ports = { ...fakeTopicPorts(files, cluster), say: (line: string) => void said.push(line) };
  const done = await run(topicSyncInputs(inputs), ports);
  if (done.kind !== 'synced') throw new Error('it was linted only');
  return done.result;
}

/** Every throttle of the cluster: brokers' rates, and the topic's entries. */
export function throttlesOf(cluster: FakeTopicCluster): unknown {
  const entries = [...cluster.topics.values()].flatMap(({ config }) =>
    [...config].filter(([name]) => name.includes('throttled')).map(([, { override }]) => override),
  );
  const rates = [...cluster.world.brokers.values()].flatMap(({ leader, follower }) => [leader, follower]);
  return { rates, entries: entries.filter((entry) => entry !== undefined) };
}

/** `throttlesOf` a cluster without any. */
export const NOTHING = { rates: [null, null, null, null, null, null], entries: [] };

/** Somebody else throttles one broker and some replicas of the topic. */
export function throttleByOthers(cluster: FakeTopicCluster, entries: string = FOREIGN.entries): void {
  const broker = cluster.world.brokers.get(1);
  if (broker !== undefined) broker.follower = FOREIGN.rate;
  for (const topic of cluster.topics.values()) {
    const config = observedConfig('LIST', '', entries);
    cluster.topics.set(topic.name, { ...topic, config: new Map([...topic.config, [LEADERS, config]]) });
  }
}
