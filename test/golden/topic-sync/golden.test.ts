import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { parse } from 'yaml';
import { renderComment } from '../../../actions/topic-sync/src/core/comment.ts';
import { commentMarker } from '../../../actions/topic-sync/src/core/marker.ts';
import { planReport } from '../../../actions/topic-sync/src/core/report.ts';
import type { Result } from '../../../actions/topic-sync/src/core/result.ts';
import { renderSummary } from '../../../actions/topic-sync/src/core/summary.ts';
import type { TopicName } from '../../../actions/topic-sync/src/core/topic.ts';
import { run } from '../../../actions/topic-sync/src/run.ts';
import { topicSyncInputs } from '../../builders/topic-sync-inputs.ts';
import { FakeTopicCluster } from '../../fakes/fake-topic-cluster.ts';
import { fakeTopicPorts } from '../../fakes/fake-topic-ports.ts';

/*
 * Each folder is one case: documents.yaml and cluster.yaml give plan.json, summary.md and comment.md, byte for byte.
 * UPDATE_GOLDEN=1 writes what came out instead of comparing it: read the difference before you commit it.
 */
const FOLDER = 'test/golden/topic-sync';
const cases = readdirSync(FOLDER, { withFileTypes: true })
  .filter((entry) => entry.isDirectory())
  .map(({ name }) => name);

const ORIGIN = {
  marker: commentMarker('golden'),
  environment: 'golden',
  headSha: '0123456789abcdef0123456789abcdef01234567',
  runUrl: 'https://github.com/kafka-fleet/example/actions/runs/1',
};

interface GivenCluster {
  readonly topics: Readonly<Record<string, GivenTopic>>;
  readonly unreadable?: Readonly<Record<string, string>>;
  readonly refused?: Readonly<Record<string, string>>;
}

interface GivenTopic {
  readonly partitions: number;
  readonly replicationFactor: number;
  readonly overrides: Readonly<Record<string, string>>;
}

describe.each(cases)('%s', (name) => {
  test('gives its plan, its summary and its comment', async () => {
    const result = await plan(name);
    expectGolden(name, 'plan.json', `${JSON.stringify(planReport(result), null, 2)}\n`);
    expectGolden(name, 'summary.md', renderSummary(result));
    expectGolden(name, 'comment.md', renderComment(result, ORIGIN));
  });
});

test('there are cases', () => {
  expect(cases.length).toBeGreaterThan(2);
});

async function plan(name: string): Promise<Result> {
  const given = parse(read(name, 'cluster.yaml')) as GivenCluster;
  const cluster = await clusterOf(given);
  const ports = fakeTopicPorts({ 'topics/documents.yaml': read(name, 'documents.yaml') }, cluster);
  const done = await run(topicSyncInputs(), ports);
  if (done.kind !== 'synced') throw new Error('it was linted only');
  return done.result;
}

async function clusterOf({ topics, unreadable = {}, refused = {} }: GivenCluster): Promise<FakeTopicCluster> {
  const cluster = new FakeTopicCluster('golden');
  for (const [name, { partitions, replicationFactor, overrides }] of Object.entries(topics)) {
    const config = Object.entries(overrides).map(([key, value]) => ({ name: key, value }));
    const topic = name as TopicName;
    await cluster.execute([{ kind: 'create-topic', topic, partitions, replicationFactor, config }]);
  }
  for (const [name, because] of Object.entries(unreadable)) cluster.unreadable.set(name, because);
  for (const [name, message] of Object.entries(refused)) cluster.answers.set(name, { kind: 'refused', message });
  return cluster;
}

const read = (name: string, file: string): string => readFileSync(path.join(FOLDER, name, file), 'utf8');

function expectGolden(name: string, file: string, text: string): void {
  if (process.env['UPDATE_GOLDEN'] === '1') writeFileSync(path.join(FOLDER, name, file), text);
  expect(text).toBe(read(name, file));
}
