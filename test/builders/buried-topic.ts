import type { Ancestry } from '../../lib/core/ancestry.ts';
import { observedTopic } from './observed-topic.ts';
import { topicSyncInputs } from './topic-sync-inputs.ts';
import { FakeTopicCluster } from '../fakes/fake-topic-cluster.ts';
import { fakeTopicPorts } from '../fakes/fake-topic-ports.ts';
import type { TopicSyncInputs } from '../../actions/topic-sync/src/core/inputs.ts';
import type { Result } from '../../actions/topic-sync/src/core/result.ts';
import type { TopicName } from '../../actions/topic-sync/src/core/topic.ts';
import { run } from '../../actions/topic-sync/src/run.ts';

export const ID = 'AbCdEfGhIjKlMnOpQrStUv';
export const DAY = 86_400_000;
export const NOW = Date.UTC(2026, 0, 1);

export const topic = (name: string, deletion = 'allow'): string => `apiVersion: kafka-fleet/v1
kind: Topic
metadata: { name: ${name} }
spec: { partitions: 1, replicationFactor: 3, lifecycle: { deletion: ${deletion} } }
`;
export const tombstone = (name: string, ids = `dev: ${ID}`): string => `apiVersion: kafka-fleet/v1
kind: Tombstone
metadata: { name: ${name} }
spec: { reason: replaced, topicIds: { ${ids} } }
`;
export const files = (...documents: string[]): Record<string, string> => ({
  'x.yaml': documents.join('---\n'),
});

/** A topic that nobody uses. */
export function unused(name = 'old'): FakeTopicCluster {
  const cluster = new FakeTopicCluster();
  const observed = observedTopic(name, { id: ID, replicas: [3] });
  cluster.topics.set(observed.name, observed);
  cluster.use.records.set(`${name}-0`, [NOW - 100 * DAY]);
  return cluster;
}

export interface Given {
  readonly now?: Record<string, string>;
  readonly base?: Record<string, string>;
  readonly inputs?: Partial<TopicSyncInputs>;
  readonly ancestry?: Ancestry;
}

export async function sync(cluster: FakeTopicCluster, given: Given = {}): Promise<Result> {
  const { now = files(topic('old'), tombstone('old')), base = files(topic('old')), inputs = {} } = given;
  const { ancestry = null } = given;
  const all = topicSyncInputs({
    command: 'apply',
    clusterId: 'fake-cluster',
    environment: 'dev',
    consents: new Set(['delete']),
    deletion: { baseRef: 'base', unusedForMs: 7 * DAY },
    ...inputs,
  });
  const ports = fakeTopicPorts(now, cluster, { base });
  const clock = { ...ports.clock, now: () => NOW + ports.clock.now() };
  const done = await run(all, {
    ...{ ...ports, clock },
    ancestryOf: ancestry === null ? ports.ancestryOf : () => Promise.resolve(ancestry),
  });
  if (done.kind !== 'synced') throw new Error('it was linted only');
  return done.result;
}

export const isThere = (cluster: FakeTopicCluster, name = 'old'): boolean =>
  cluster.topics.has(name as TopicName);
export const blocks = ({ plan }: Result): unknown[] =>
  plan.changes.map(({ blocked }) => blocked?.because ?? null);
