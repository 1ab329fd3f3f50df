import { expect, test } from '@jest/globals';
import { topicSyncInputs } from '../../../test/builders/topic-sync-inputs.ts';
import { FakeRunner } from '../../../test/fakes/fake-runner.ts';
import { FakeTopicCluster } from '../../../test/fakes/fake-topic-cluster.ts';
import { fakeTopicPorts } from '../../../test/fakes/fake-topic-ports.ts';
import { WorldFailure } from '../../../lib/core/world-failure.ts';
import type { TopicSyncInputs } from './core/inputs.ts';
import { planReport } from './core/report.ts';
import { renderSummary } from './core/summary.ts';
import type { Result } from './core/result.ts';
import { describeDifference } from './core/since-preview.ts';
import { run } from './run.ts';
import { topicSync } from './topic-sync.ts';

const document = (name: string, config = ''): string => `apiVersion: kafka-fleet/v1
kind: Topic
metadata: { name: ${name} }
spec: { partitions: 3, replicationFactor: 3, config: { ${config} } }
`;
const POLICY = `apiVersion: kafka-fleet/v1
kind: TopicPolicy
metadata: { name: fleet }
spec: { rules: { partitions: { min: 1 } } }
`;

interface Given {
  readonly documents: readonly string[];
  readonly inputs?: Partial<TopicSyncInputs>;
  /** The text of the preview; none when it cannot be read. */
  readonly preview?: string;
}

const readText = (preview?: string) => (): Promise<string> =>
  preview === undefined ? Promise.reject(new WorldFailure('It has expired.')) : Promise.resolve(preview);

async function sync(cluster: FakeTopicCluster, { documents, inputs, preview }: Given): Promise<Result> {
  const ports = fakeTopicPorts({ 'x.yaml': documents.join('---\n') }, cluster);
  const done = await run(topicSyncInputs(inputs), { ...ports, readText: readText(preview) });
  if (done.kind !== 'synced') throw new Error('it was linted only');
  return done.result;
}

/** The plan file that the pull request showed. */
const shown = async (cluster: FakeTopicCluster, documents: readonly string[]): Promise<string> =>
  JSON.stringify(planReport(await sync(cluster, { documents })));

const previewPlan = 'preview.json';
const BEFORE = [document('a', 'segment.ms: 1h'), document('b'), document('c')];
const AFTER = [document('a', 'segment.ms: 2h'), document('b', 'flush.ms: 1s'), document('d')];

async function compared(
  inputs: Partial<TopicSyncInputs> = {},
): Promise<{ result: Result; cluster: FakeTopicCluster }> {
  const cluster = new FakeTopicCluster();
  await sync(cluster, { documents: [document('a'), document('b')], inputs: { command: 'apply', ...inputs } });
  const preview = await shown(cluster, BEFORE);
  // Somebody makes one of the topics meanwhile.
  await sync(cluster, { documents: [document('c')], inputs: { command: 'apply' } });
  return {
    result: await sync(cluster, { documents: AFTER, inputs: { previewPlan, ...inputs }, preview }),
    cluster,
  };
}

const DIFFERENCES = [
  'new: create d: 3 partitions, replication factor 3 (the cluster has no topic of this name)',
  'changed: a: segment.ms no override → 7200000 (2h) (the topic has no override of it; the preview had: a: segment.ms no override → 3600000 (1h))',
  'new: b: flush.ms no override → 1000 (1s) (the topic has no override of it)',
  'gone: create c: 3 partitions, replication factor 3 (the cluster is so by now)',
];

test('what is new, changed and gone since the preview is listed, with its reason', async () => {
  const { result } = await compared();
  expect(result.sincePreview?.map(describeDifference)).toEqual(DIFFERENCES);
  expect(result.status).toBe('changes-pending');
  expect(renderSummary(result)).toContain('### Otherwise than the pull request showed');
});

test('an apply lists them too, and is not kept from anything by them', async () => {
  const { result } = await compared({ command: 'apply' });
  expect(result.status).toBe('applied');
  expect(result.sincePreview?.map(({ kind }) => kind)).toEqual(['new', 'changed', 'new', 'gone']);
});

test('what nothing makes necessary any more is gone, and nobody made it', async () => {
  const cluster = new FakeTopicCluster();
  const preview = await shown(cluster, BEFORE);
  const result = await sync(cluster, { documents: BEFORE.slice(0, 2), inputs: { previewPlan }, preview });
  expect(result.sincePreview).toMatchObject([
    { kind: 'gone', because: 'neither the files nor the cluster make it necessary any more' },
  ]);
});

test('the same plan has no difference, and that is said', async () => {
  const cluster = new FakeTopicCluster();
  const preview = await shown(cluster, BEFORE);
  const result = await sync(cluster, { documents: BEFORE, inputs: { previewPlan }, preview });
  expect(result.sincePreview).toEqual([]);
  expect(renderSummary(result)).toContain('The plan is the one that the pull request showed.');
});

test.each([
  ['it cannot be read', undefined, 'It has expired'],
  ['it is something else', '{}', 'it is no plan file of this version'],
])('%s: a warning, and the plan is made', async (_, preview, words) => {
  const given = { documents: BEFORE, inputs: { previewPlan } };
  const result = await sync(new FakeTopicCluster(), preview === undefined ? given : { ...given, preview });
  expect(result).toMatchObject({ status: 'changes-pending', sincePreview: null });
  expect(result.warnings.map(({ what }) => what)).toContainEqual(expect.stringContaining(words));
});

test('the preview of another environment is not compared; other policies are told', async () => {
  const cluster = new FakeTopicCluster();
  const preview = await shown(cluster, BEFORE);
  const other = { documents: BEFORE, inputs: { previewPlan, environment: 'dev' }, preview };
  expect(await sync(cluster, other)).toMatchObject({ sincePreview: null });
  const policies = await sync(cluster, { documents: [...BEFORE, POLICY], inputs: { previewPlan }, preview });
  expect(policies.warnings.map(({ what }) => what)).toContain('the policies are not those of the preview');
});

test('the log tells them', async () => {
  const cluster = new FakeTopicCluster();
  const preview = await shown(cluster, BEFORE);
  const runner = new FakeRunner({ 'bootstrap-brokers': 'b:9092', 'preview-plan': previewPlan });
  const ports = fakeTopicPorts({ 'x.yaml': AFTER.join('---\n') }, cluster);
  await topicSync(runner, { ...ports, readText: readText(preview) });
  expect(runner.lines).toContain(`  since the preview, ${DIFFERENCES[0] ?? ''}`);
});
