import { describe, expect, test } from '@jest/globals';
import type { GithubEvent } from '../../../lib/core/github-event.ts';
import { WorldFailure } from '../../../lib/core/world-failure.ts';
import { FakeRunner } from '../../../test/fakes/fake-runner.ts';
import { FakeThreads } from '../../../test/fakes/fake-threads.ts';
import { FakeTopicCluster } from '../../../test/fakes/fake-topic-cluster.ts';
import { fakeTopicPorts } from '../../../test/fakes/fake-topic-ports.ts';
import { topicSync } from './topic-sync.ts';

const TOPIC = `apiVersion: kafka-fleet/v1
kind: Topic
metadata: { name: posts }
spec: { partitions: 3, replicationFactor: 3 }
`;
const GIVEN = {
  'bootstrap-brokers': 'b:9092',
  'cluster-id': 'fake-cluster',
  'github-token': 'ghs',
  environment: 'prod',
};
const PUSH: GithubEvent = { name: 'push', headSha: 'c0ffee', runUrl: 'https://run', pullRequest: null };
const REQUEST: GithubEvent = { ...PUSH, name: 'pull_request', pullRequest: { number: 7, fromFork: false } };
const FROM_FORK: GithubEvent = { ...REQUEST, pullRequest: { number: 7, fromFork: true } };
const NO_TOKEN = { where: 'the permissions of the job', what: 'no token', fix: 'None.' };

interface Scene {
  readonly event?: GithubEvent;
  readonly inputs?: Record<string, string>;
  readonly cluster?: FakeTopicCluster;
  readonly refusal?: string;
  readonly hasToken?: boolean;
}

async function act(scene: Scene): Promise<{ runner: FakeRunner; threads: FakeThreads }> {
  const { event = REQUEST, cluster = new FakeTopicCluster(), hasToken = true } = scene;
  const runner = new FakeRunner({ ...GIVEN, ...scene.inputs });
  if (!hasToken) runner.noToken = NO_TOKEN;
  const threads = new FakeThreads();
  threads.refusal = scene.refusal;
  const ports = fakeTopicPorts({ 'topics/posts.yaml': TOPIC }, cluster);
  await topicSync(runner, { ...ports, github: { event, open: () => threads } });
  return { runner, threads };
}

/** What is told of a file with a mistake, for which the run fails. */
async function actOnMistake({ event = REQUEST, inputs }: Scene): Promise<FakeThreads['comments']> {
  const threads = new FakeThreads();
  const wrong = { 'topics/posts.yaml': TOPIC.replace('partitions: 3', 'partition: 3') };
  const ports = fakeTopicPorts(wrong, new FakeTopicCluster());
  const act = topicSync(new FakeRunner({ ...GIVEN, ...inputs }), {
    ...ports,
    github: { event, open: () => threads },
  });
  await expect(act).rejects.toThrow('topics/posts.yaml');
  return threads.comments;
}

/** A cluster with the topic as its file says. */
async function synced(): Promise<FakeTopicCluster> {
  const cluster = new FakeTopicCluster();
  await act({ event: PUSH, cluster, inputs: { command: 'apply' } });
  return cluster;
}

describe('the comment', () => {
  test('tells the plan of a pull request, with commit, cluster and digest', async () => {
    const { runner, threads } = await act({});
    expect(threads.comments).toHaveLength(1);
    const [comment] = threads.comments;
    expect(comment).toMatchObject({ on: 7, marker: expect.stringContaining('plan "prod"') });
    for (const fact of ['c0ffee', 'fake-cluster', runner.outputs.get('plan-digest') ?? '?', 'create posts'])
      expect(comment?.body).toContain(fact);
    expect(runner.outputs.get('comment-url')).toBe('https://github.test/comment');
  });

  test('says when no change is left', async () => {
    const { threads } = await act({ cluster: await synced() });
    expect(threads.comments[0]?.body).toContain('The cluster is as the files say');
  });

  test('says the same as the summary', async () => {
    const { runner, threads } = await act({});
    const told = threads.comments[0]?.body ?? '';
    expect(runner.summary.split('\n').filter((line) => !told.includes(line))).toEqual([]);
  });

  test('tells the mistakes of files instead of the plan of an earlier commit', async () => {
    const told = await actOnMistake({ event: REQUEST });
    expect(told).toMatchObject([
      {
        on: 7,
        marker: expect.stringContaining('plan "prod"'),
        body: expect.stringContaining('commit `c0ffee`'),
      },
    ]);
    expect(told[0]?.body).toContain('There are 2 problems: nothing was planned.');
    expect(told[0]?.body).toContain('partition');
    expect(await actOnMistake({ event: PUSH })).toEqual([]);
    expect(await actOnMistake({ event: REQUEST, inputs: { command: 'drift' } })).toEqual([]);
  });

  test('tells that the cluster cannot be reached, too', async () => {
    const threads = new FakeThreads();
    const ports = fakeTopicPorts({ 'topics/posts.yaml': TOPIC }, new FakeTopicCluster());
    const acting = topicSync(new FakeRunner(GIVEN), {
      ...ports,
      openCluster: () => Promise.reject(new WorldFailure('No broker answers at b:9092.')),
      github: { event: REQUEST, open: () => threads },
    });
    await expect(acting).rejects.toThrow('No broker answers');
    expect(threads.comments).toMatchObject([{ on: 7, body: expect.stringContaining('No broker answers') }]);
    expect(threads.comments[0]?.body).toContain('nothing was planned');
  });

  test('is not there when nobody wants it, and on no other event or command', async () => {
    for (const inputs of [{ comment: 'never' }, { 'github-token': '' }, { command: 'lint' }])
      expect((await act({ inputs })).threads.comments).toEqual([]);
    expect((await act({ event: PUSH })).threads.comments).toEqual([]);
  });

  test('that GitHub refuses leaves the plan in the summary and fails nothing', async () => {
    const { runner } = await act({ event: FROM_FORK, refusal: 'github-token may not write it' });
    expect(runner.failures).toEqual([]);
    expect(runner.summary).toContain('create posts');
    expect(runner.outputs.get('plan-file')).toBe('/tmp/plan.json');
    expect(runner.annotations).toContainEqual(
      expect.objectContaining({ line: expect.stringContaining('github-token may not write it') }),
    );
  });

  test('is written with a token that no log shows', async () => {
    expect((await act({})).runner.masked).toContain('ghs');
  });
});

describe('a pull request', () => {
  test('with the rights of its base is refused before anything is read', async () => {
    const cluster = new FakeTopicCluster();
    const target = act({ event: { ...FROM_FORK, name: 'pull_request_target' }, cluster });
    await expect(target).rejects.toThrow('pull_request_target runs with the secrets');
    expect(cluster.asked).toEqual([]);
  });

  test('from a fork without an OIDC token gets its files checked and asks no cluster', async () => {
    for (const command of ['plan', 'apply', 'drift']) {
      const cluster = new FakeTopicCluster();
      const { runner, threads } = await act({
        ...{ event: FROM_FORK, hasToken: false, cluster },
        inputs: { command, 'bootstrap-brokers': '', 'cluster-id': '' },
      });
      expect(runner.failures).toEqual([]);
      expect(runner.summary).toContain(
        '1 topic declared without a mistake. This pull request comes from a fork',
      );
      expect([cluster.asked, threads.comments, threads.issues]).toEqual([[], [], []]);
    }
  });

  test('is never applied, whatever its files and its environment say', async () => {
    for (const event of [REQUEST, FROM_FORK]) {
      const cluster = new FakeTopicCluster();
      await expect(act({ event, cluster, inputs: { command: 'apply' } })).rejects.toThrow(
        'apply does not run on the event of a pull request',
      );
      expect(cluster.asked).toEqual([]);
    }
  });

  test('of the repository itself needs no OIDC token', async () => {
    expect((await act({ hasToken: false })).threads.comments).toHaveLength(1);
  });
});

describe('drift', () => {
  const drift = { command: 'drift' };

  test('is told in an issue, and fails only when that is wanted', async () => {
    const { runner, threads } = await act({ event: PUSH, inputs: drift });
    expect(threads.issues).toMatchObject([
      { isOpen: true, title: 'Kafka topics drift: prod', body: expect.stringContaining('create posts') },
    ]);
    expect(runner.outputs.get('drifted')).toBe('true');
    expect(runner.failures).toEqual([]);
    const { runner: strict } = await act({ event: PUSH, inputs: { ...drift, 'fail-on-drift': 'true' } });
    expect(strict.failures).toEqual(['The topics drifted: 1 change to make.']);
  });

  test('that is gone closes the issue', async () => {
    const inputs = { ...drift, 'fail-on-drift': 'true' };
    const { runner, threads } = await act({ event: PUSH, inputs, cluster: await synced() });
    expect(threads.issues).toMatchObject([{ isOpen: false }]);
    expect(runner.outputs.get('drifted')).toBe('false');
    expect(runner.failures).toEqual([]);
  });

  test('leaves the issue as it is while a topic cannot be seen', async () => {
    const cluster = await synced();
    cluster.unreadable.set('posts', 'needs Describe on Topic:posts');
    const { runner, threads } = await act({ event: PUSH, inputs: drift, cluster });
    expect(threads.issues).toEqual([]);
    expect(runner.failures).toHaveLength(1);
  });

  test('changes nothing', async () => {
    const cluster = new FakeTopicCluster();
    await act({ event: PUSH, inputs: drift, cluster });
    expect(cluster.asked).toEqual([
      'open',
      'clusterId',
      'observe',
      'list',
      'defaults',
      'hidden',
      'validate 1',
      'close',
    ]);
  });

  test('that cannot be told fails: nobody looks at a schedule', async () => {
    const untold = act({ event: PUSH, inputs: drift, refusal: 'no permission' });
    await expect(untold).rejects.toThrow('The issue that tells of the drift was not written: no permission');
  });
});
