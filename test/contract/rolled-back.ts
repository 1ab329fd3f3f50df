import { expect } from '@jest/globals';
import type { Result } from '../../actions/topic-sync/src/core/result.ts';
import type { ObservedTopic } from '../../actions/topic-sync/src/core/topic.ts';
import type { TopicCluster } from '../../actions/topic-sync/src/ports.ts';
import { applyDocument } from './apply-document.ts';

/** An apply changes, sets and unsets overrides; the documents that it leaves bring the old ones back. */
export async function expectRolledBack(cluster: TopicCluster, topic: ObservedTopic): Promise<void> {
  const before = await overridesOf(cluster, topic);
  const config = '{ max.message.bytes: 2MB, flush.ms: null, retention.ms: 1d }';
  const changed = await apply(cluster, documentOf(topic, config));
  expect(changed).toMatchObject({ status: 'applied', outcomes: [{}, {}, {}] });
  expect(await overridesOf(cluster, topic)).toEqual({
    'max.message.bytes': '2000000',
    'retention.ms': '86400000',
  });
  const undone = await apply(cluster, changed.rollback?.text ?? '');
  expect(undone).toMatchObject({ status: 'applied', outcomes: [{}, {}, {}] });
  expect(await overridesOf(cluster, topic)).toEqual(before);
}

const documentOf = ({ name, replicas }: ObservedTopic, config: string): string => `apiVersion: kafka-fleet/v1
kind: Topic
metadata: { name: ${name} }
spec: { partitions: ${String(replicas.length)}, replicationFactor: ${String(replicas[0])}, config: ${config} }
`;

const apply = (cluster: TopicCluster, document: string): Promise<Result> =>
  applyDocument(cluster, document, { consents: ['shrink-retention'] });

async function overridesOf(cluster: TopicCluster, { name }: ObservedTopic): Promise<object> {
  const found = (await cluster.observeEverywhere([name])).get(name);
  if (found?.kind !== 'present') throw new Error(`${name} cannot be seen`);
  const own = [...found.topic.config].filter(([, { override }]) => override !== undefined);
  return Object.fromEntries(own.map(([key, { override }]) => [key, override]));
}
