import { describe, expect, test } from '@jest/globals';
import { observedTopic } from '../../../test/builders/observed-topic.ts';
import { clusterWith, COUNTS, together, topic } from '../../../test/builders/policy-documents.ts';
import { FakeRunner } from '../../../test/fakes/fake-runner.ts';
import { FakeThreads } from '../../../test/fakes/fake-threads.ts';
import type { FakeTopicCluster } from '../../../test/fakes/fake-topic-cluster.ts';
import { fakeTopicPorts } from '../../../test/fakes/fake-topic-ports.ts';
import { topicSync } from './topic-sync.ts';

const POSTS = topic(COUNTS);
const BASE = together(POSTS, topic(COUNTS, 'name: gone'));
const PUSH = { name: 'schedule', headSha: 'c0ffee', runUrl: 'https://run', pullRequest: null };

/** A cluster that has the declared topic, and others. */
async function clusterAlsoWith(...names: string[]): Promise<FakeTopicCluster> {
  const cluster = await clusterWith(POSTS);
  for (const observed of names.map((name) => observedTopic(name)))
    cluster.topics.set(observed.name, observed);
  return cluster;
}

interface Told {
  readonly runner: FakeRunner;
  readonly issue: FakeThreads['issues'][number] | undefined;
}

async function look(cluster: FakeTopicCluster, inputs: Record<string, string> = {}): Promise<Told> {
  const given = { 'bootstrap-brokers': 'b:9092', 'github-token': 'ghs', 'fail-on-drift': 'true' };
  const runner = new FakeRunner({ command: 'drift', 'base-ref': 'base', ...given, ...inputs });
  const threads = new FakeThreads();
  const ports = fakeTopicPorts({ 'topics/x.yaml': POSTS }, cluster, { base: { 'topics/x.yaml': BASE } });
  await topicSync(runner, { ...ports, github: { event: PUSH, open: () => threads } });
  return { runner, issue: threads.issues[0] };
}

const cases: Record<string, readonly [string, string]> = {
  'nobody ever declared': ['foreign', 'unmanaged: foreign (no file declares it)'],
  'lost its file': [
    'gone',
    'orphaned: gone (its file is gone; it is kept, only a Tombstone deletes a topic)',
  ],
};

test('a topic that we may not describe is drift too', async () => {
  const cluster = await clusterAlsoWith();
  cluster.undescribed.add('secret');
  const { runner, issue } = await look(cluster);
  expect(runner.outputs.get('drifted')).toBe('true');
  const line = 'unmanaged: secret (no file declares it; to see more of it needs Describe on Topic:secret)';
  expect(runner.lines).toContainEqual(`  ${line}`);
  expect(issue?.body).toContain('secret');
});

test('where such topics cannot be excluded, that is said', async () => {
  const cluster = await clusterAlsoWith('foreign');
  cluster.unheld = 'that needs Describe on Cluster:kafka-cluster.';
  const { runner, issue } = await look(cluster);
  const words = 'topics that this principal may not describe would not be listed';
  expect(runner.summary).toContain(words);
  expect(issue?.body).toContain(words);
});

test('a plan does not look for them', async () => {
  const cluster = await clusterAlsoWith();
  await look(cluster, { command: 'plan' });
  expect(cluster.asked).not.toContain('hidden');
});

describe.each(Object.entries(cases))('a topic that %s is drift', (_, [name, line]) => {
  test('for the output, the log, the summary and the exit code', async () => {
    const { runner } = await look(await clusterAlsoWith(name));
    expect(runner.outputs.get('drifted')).toBe('true');
    expect(runner.outputs.get('status')).toBe('in-sync');
    expect(runner.lines).toContainEqual(`  ${line}`);
    expect(runner.summary).toContain('## 📝 topic-sync drift: drifted');
    expect(runner.summary).toContain(`| \`${name}\` |`);
    expect(runner.failures).toEqual([
      'The topics drifted: the declared topics are as the files say, and the cluster has 1 topic that no file declares.',
    ]);
  });

  test('for the issue, which says what can be done, and is closed when the topic is gone', async () => {
    const cluster = await clusterAlsoWith(name);
    const { issue } = await look(cluster);
    expect(issue).toMatchObject({ isOpen: true });
    for (const told of [
      `| \`${name}\` |`,
      'let a Tombstone delete it',
      'the cluster has 1 topic that no file',
    ])
      expect(issue?.body).toContain(told);
    expect((await look(cluster, { ignore: name })).issue).toMatchObject({ isOpen: false });
  });
});

test('the topics of other programs are told, and are no drift', async () => {
  const names = ['_schemas', 'connect-offsets', 'app-counts-changelog', '__consumer_offsets'];
  const { runner, issue } = await look(await clusterAlsoWith(...names));
  expect(runner.outputs.get('drifted')).toBe('false');
  expect(runner.failures).toEqual([]);
  expect(runner.lines).toContainEqual('  reserved: connect-offsets (it belongs to Kafka Connect)');
  expect(issue).toMatchObject({ isOpen: false, body: expect.stringContaining('drift: in-sync') });
});

test('a change and a topic without a file are told together', async () => {
  const cluster = await clusterAlsoWith('foreign');
  for (const name of cluster.topics.keys()) if (name === 'posts') cluster.topics.delete(name);
  const { issue } = await look(cluster);
  expect(issue?.body).toContain('1 change to make, and the cluster has 1 topic that no file declares');
});

test('of thousands, those that were declared once are told first', async () => {
  const many = Array.from({ length: 3_000 }, (_, index) => `foreign-${String(index)}`);
  const { runner, issue } = await look(await clusterAlsoWith(...many, 'gone'));
  expect(issue?.body).toContain('| `gone` | orphaned |');
  expect(runner.lines).toContainEqual('  2951 more topics that no file declares: see the plan file');
  expect(issue?.body).toContain('2951 more topics: see the plan file');
});

test('a plan of the same files tells of them and is in sync', async () => {
  const { runner } = await look(await clusterAlsoWith('foreign'), { command: 'plan' });
  expect(runner.outputs.get('status')).toBe('in-sync');
  expect(runner.outputs.has('drifted')).toBe(false);
  expect(runner.failures).toEqual([]);
});
