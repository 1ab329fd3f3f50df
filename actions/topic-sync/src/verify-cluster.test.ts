import { expect, test } from '@jest/globals';
import { FakeRunner } from '../../../test/fakes/fake-runner.ts';
import { FakeTopicCluster } from '../../../test/fakes/fake-topic-cluster.ts';
import { fakeTopicPorts } from '../../../test/fakes/fake-topic-ports.ts';
import type { GithubEvent } from '../../../lib/core/github-event.ts';
import { refusedCommand } from './core/pull-request.ts';
import { topicSync } from './topic-sync.ts';

const VERIFY = {
  ...{ command: 'verify', 'bootstrap-brokers': 'b:9092', 'cluster-id': 'fake-cluster' },
  'verify-topic': 'verify',
};

async function verify(inputs: Record<string, string>, cluster = new FakeTopicCluster()) {
  const runner = new FakeRunner({ ...VERIFY, ...inputs });
  await topicSync(runner, fakeTopicPorts({}, cluster));
  return { runner, cluster };
}

test('a record is written to the topic that is given, and read back', async () => {
  const { runner, cluster } = await verify({});
  expect(cluster.written.get('verify')).toHaveLength(1);
  expect(runner.outputs.get('status')).toBe('verified');
  expect(runner.summary).toContain('a record was written to verify and read back at offset 0');
});

test('without a topic nothing is written', async () => {
  const { runner, cluster } = await verify({ 'verify-topic': '' });
  expect(cluster.asked).toEqual([]);
  expect(runner.outputs.get('status')).toBe('skipped');
  expect(runner.summary).toContain('nothing is written');
});

test('nothing is written to another cluster than the one that is meant, or where nobody says which', async () => {
  const cluster = new FakeTopicCluster('another');
  await expect(verify({}, cluster)).rejects.toThrow('another');
  await expect(verify({ 'cluster-id': '' }, cluster)).rejects.toThrow('cluster-id');
  expect(cluster.written.size).toBe(0);
});

test('nothing is written for a pull request, whose files nobody may have reviewed', () => {
  const event = {
    name: 'pull_request',
    headSha: '',
    runUrl: '',
    pullRequest: { number: 7, fromFork: false },
  };
  for (const command of ['apply', 'verify'] as const)
    expect(refusedCommand(event as GithubEvent, command)).toHaveLength(1);
  expect(refusedCommand(event as GithubEvent, 'plan')).toEqual([]);
});
