import { expect, test } from '@jest/globals';
import { FakeRunner } from '../../../test/fakes/fake-runner.ts';
import { FakeTopicCluster } from '../../../test/fakes/fake-topic-cluster.ts';
import { fakeTopicPorts } from '../../../test/fakes/fake-topic-ports.ts';
import type { TopicName } from './core/topic.ts';
import { topicSync } from './topic-sync.ts';

const document = (name: string, spec: string): string => `apiVersion: kafka-fleet/v1
kind: Topic
metadata: { name: ${name} }
spec: { ordering: none, ${spec} }
`;
const BEFORE = document(
  'a',
  'partitions: 3, replicationFactor: 3, config: { retention.ms: 7d, flush.ms: 1s }',
);
const AFTER = document(
  'a',
  'partitions: 6, replicationFactor: 3, config: { retention.ms: 1d, segment.ms: 1h, flush.ms: null }',
);
const NEW = document('b', 'partitions: 1, replicationFactor: 3');

interface Applied {
  readonly runner: FakeRunner;
  readonly saved: Map<string, string>;
}

async function apply(
  cluster: FakeTopicCluster,
  files: Record<string, string>,
  killed = false,
): Promise<Applied> {
  const runner = new FakeRunner({
    ...{ command: 'apply', 'bootstrap-brokers': 'b:9092', 'cluster-id': 'fake-cluster', files: '*.yaml' },
    ...{ allow: 'shrink-retention', comment: 'never' },
  });
  const saved = new Map<string, string>();
  const saveFile = (name: string, text: string): Promise<string> => {
    saved.set(name, text);
    return Promise.resolve(`/tmp/${name}`);
  };
  const done = topicSync(runner, { ...fakeTopicPorts(files, cluster), saveFile });
  if (killed) await expect(done).rejects.toThrow('killed');
  else await done;
  return { runner, saved };
}

const overrides = (cluster: FakeTopicCluster): object =>
  Object.fromEntries(
    [...(cluster.topics.get('a' as TopicName)?.config ?? [])]
      .filter(([, { override }]) => override !== undefined)
      .map(([name, { override }]) => [name, override]),
  );

test('the documents of an apply bring the overrides back, and say what stays', async () => {
  const cluster = new FakeTopicCluster();
  await apply(cluster, { 'x.yaml': BEFORE });
  const before = overrides(cluster);
  const { runner, saved } = await apply(cluster, { 'x.yaml': `${AFTER}---\n${NEW}` });
  expect(overrides(cluster)).not.toEqual(before);
  expect(runner.outputs.get('rollback-file')).toBe('/tmp/rollback.yaml');
  const rollback = saved.get('rollback.yaml') ?? '';
  expect(rollback).toContain('# Stays: a: partitions 3 → 6 (Kafka cannot remove partitions)');
  expect(rollback).toContain('# Stays: create b');
  expect(rollback).toContain('records that were deleted or lost by then do not');
  expect(JSON.parse(saved.get('report.json') ?? '')).toMatchObject({
    rollback: { file: '/tmp/rollback.yaml', lasting: [{ operation: { kind: 'create-topic' } }, {}, {}] },
  });
  expect(runner.summary).toContain('### What the rollback file cannot take back');
  const undone = await apply(cluster, { 'rollback.yaml': rollback });
  expect(undone.runner.outputs.get('status')).toBe('applied');
  expect(overrides(cluster)).toEqual(before);
  expect(cluster.topics.get('a' as TopicName)?.replicas).toHaveLength(6);
});

test('an apply that is killed has left its documents before its first change', async () => {
  const cluster = new FakeTopicCluster();
  await apply(cluster, { 'x.yaml': BEFORE });
  const before = overrides(cluster);
  cluster.beforeStep = ({ kind }) => {
    if (kind === 'add-partitions') throw new Error('killed');
  };
  const { saved } = await apply(cluster, { 'x.yaml': AFTER }, true);
  expect(overrides(cluster)).not.toEqual(before);
  await apply(cluster, { 'rollback.yaml': saved.get('rollback.yaml') ?? '' });
  expect(overrides(cluster)).toEqual(before);
  expect(cluster.topics.get('a' as TopicName)?.replicas).toHaveLength(3);
});

test('a plan, and an apply that makes nothing, have none', async () => {
  const cluster = new FakeTopicCluster();
  await apply(cluster, { 'x.yaml': BEFORE });
  const { runner, saved } = await apply(cluster, { 'x.yaml': BEFORE });
  expect([runner.outputs.has('rollback-file'), saved.has('rollback.yaml')]).toEqual([false, false]);
});
