import { describe, expect, test } from '@jest/globals';
import { observedConfig, observedTopic, withConfig } from '../../../test/builders/observed-topic.ts';
import { apply, document, files, outcomes, sync } from '../../../test/builders/synced-documents.ts';
import { FakeRunner } from '../../../test/fakes/fake-runner.ts';
import { FakeThreads } from '../../../test/fakes/fake-threads.ts';
import { FakeTopicCluster } from '../../../test/fakes/fake-topic-cluster.ts';
import { fakeTopicPorts } from '../../../test/fakes/fake-topic-ports.ts';
import { isFailure } from './core/result.ts';
import { renderSummary } from './core/summary.ts';
import type { TopicName } from './core/topic.ts';
import { topicSync } from './topic-sync.ts';

// Cases that others get wrong and that no test beside one file covers; the README lists them all.

const creates = ({ asked }: FakeTopicCluster): string[] =>
  asked.filter((request) => request.startsWith('create-topic'));

test('one topic of 500 that may not be read is named, and the other 499 are planned', async () => {
  const cluster = new FakeTopicCluster();
  const names = Array.from({ length: 500 }, (_, index) => `topic-${String(index)}`);
  const because = 'needs DescribeConfigs on Topic:topic-250';
  cluster.unreadable.set('topic-250', because);
  const result = await sync(cluster, files(...names.map((name) => document(name))));
  expect(result.plan.changes).toHaveLength(499);
  expect(result.plan.unknown).toMatchObject([{ topic: 'topic-250', because }]);
  expect(isFailure(result.status)).toBe(true);
  expect(renderSummary(result)).toContain('| `topic-250` | needs DescribeConfigs on Topic:topic-250 |');
});

test('after a create that failed, the next apply makes that one and no other', async () => {
  const cluster = new FakeTopicCluster();
  const documents = files(document('a'), document('b'), document('c'));
  cluster.beforeStep = ({ topic }) => {
    if (topic === 'b') cluster.answers.set('b', { kind: 'refused', message: 'POLICY_VIOLATION: no b here' });
  };
  const first = await sync(cluster, documents, apply);
  expect(outcomes(first)).toEqual(['a done', 'b failed', 'c done']);
  expect(first.outcomes[1]?.because).toBe('POLICY_VIOLATION: no b here');
  cluster.beforeStep = () => undefined;
  cluster.answers.clear();
  cluster.asked.length = 0;
  expect(await sync(cluster, documents, apply)).toMatchObject({ status: 'applied' });
  expect(creates(cluster)).toEqual(['create-topic b']);
});

test('a topic that somebody else makes under the name, otherwise, is no success', async () => {
  const cluster = new FakeTopicCluster();
  cluster.beforeStep = ({ topic }) => {
    if (topic === 'a') cluster.topics.set('a' as TopicName, observedTopic('a', { replicas: [3] }));
  };
  const result = await sync(cluster, files(document('a')), apply);
  expect(result).toMatchObject({
    status: 'partial',
    outcomes: [{ kind: 'stale', because: expect.stringContaining('it has 1 partition, not 3') }],
  });
});

describe('two applies at once', () => {
  test('of the same files make each change once, and both succeed', async () => {
    const cluster = new FakeTopicCluster();
    const documents = files(document('a'), document('b'), document('c'));
    const results = await Promise.all([sync(cluster, documents, apply), sync(cluster, documents, apply)]);
    for (const { status } of results) expect(['applied', 'in-sync']).toContain(status);
    expect([...cluster.topics.keys()].toSorted()).toEqual(['a', 'b', 'c']);
    expect(await sync(cluster, documents)).toMatchObject({ status: 'in-sync' });
  });

  test('of different files: one of them is told that it came too late', async () => {
    const cluster = new FakeTopicCluster();
    await sync(cluster, files(document('a')), apply);
    cluster.beforeStep = () => {
      cluster.beforeStep = () => undefined;
      const topic = cluster.topics.get('a' as TopicName);
      if (topic)
        cluster.topics.set(
          topic.name,
          withConfig(topic, 'segment.ms', observedConfig('LONG', '1', '7200000')),
        );
    };
    const documents = files(document('a', ', config: { segment.ms: 1h }'), document('0-first'));
    const result = await sync(cluster, documents, apply);
    expect(outcomes(result)).toEqual(['0-first done', 'a stale']);
    expect(cluster.topics.get('a' as TopicName)?.config.get('segment.ms')?.override).toBe('7200000');
  });
});

/** All that a plan of a topic with the secret value `swordfish` tells anybody. */
async function toldOfSecret(cluster: FakeTopicCluster, command = 'plan'): Promise<string> {
  const documents = files(document('a', ', config: { vendor.secret: swordfish, retention.ms: 30d }'));
  const inputs = { command, 'cluster-id': 'fake-cluster', 'bootstrap-brokers': 'b:9092' };
  const runner = new FakeRunner({ ...inputs, 'github-token': 'ghs' });
  const threads = new FakeThreads();
  const event = {
    ...{ name: command === 'apply' ? 'push' : 'pull_request', headSha: '', runUrl: '' },
    pullRequest: command === 'apply' ? null : { number: 7, fromFork: false },
  };
  const saved: string[] = [];
  await topicSync(runner, {
    ...fakeTopicPorts(documents, cluster),
    github: { event, open: () => threads },
    saveFile: (name, text) => {
      saved.push(text);
      return Promise.resolve(`/tmp/${name}`);
    },
  });
  return JSON.stringify([runner, threads.comments, saved, [...runner.outputs]]);
}

test('a sensitive value is shown nowhere, and is no difference for ever', async () => {
  const cluster = new FakeTopicCluster();
  const secret = { ...observedConfig('PASSWORD', null), override: null, sensitive: true };
  const topic = withConfig(observedTopic('a'), 'vendor.secret', secret);
  cluster.topics.set(topic.name, topic);
  const told = await toldOfSecret(cluster);
  expect(told).toContain('a: retention.ms no override');
  expect(told).toContain('vendor.secret');
  expect(told).not.toContain('swordfish');
  expect(told).toContain('["changes","1"]');
});

test.each(['plan', 'apply', 'explain'])(
  '%s: neither is one of a topic that is not there',
  async (command) => {
    const told = await toldOfSecret(new FakeTopicCluster(), command);
    expect(told).toMatch(/vendor\.secret ?= ?\(sensitive\)/);
    expect(told).not.toContain('swordfish');
  },
);

test('nor where somebody else makes the topic meanwhile', async () => {
  const cluster = new FakeTopicCluster();
  cluster.beforeStep = () => {
    cluster.topics.set('a' as TopicName, observedTopic('a'));
  };
  const told = await toldOfSecret(cluster, 'apply');
  expect(told).toContain('its vendor.secret is without an override, not the declared value');
  expect(told).not.toContain('swordfish');
});

test('-1 is without end: to get there is safe, to leave it may lose records', async () => {
  const cluster = new FakeTopicCluster();
  await sync(cluster, files(document('a')), apply);
  const endless = files(document('a', ', config: { retention.ms: -1 }'));
  const risks = async (documents: Record<string, string>): Promise<string[]> =>
    (await sync(cluster, documents)).plan.changes.map(({ risk }) => risk);
  expect(await risks(endless)).toEqual(['safe']);
  await sync(cluster, endless, apply);
  expect(await risks(files(document('a', ', config: { retention.ms: 1h }')))).toEqual(['data-loss']);
});
