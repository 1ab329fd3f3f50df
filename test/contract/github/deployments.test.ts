import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { EmulatedGithub, FORK_TOKEN, JOB_TOKEN, REPOSITORY } from '../../../lab/github.ts';
import { githubClient } from '../../../lib/adapters/github-client.ts';
import { lastApplied, recordApplied } from '../../../lib/adapters/github-deployments.ts';

const COMMIT = '0123456789abcdef0123456789abcdef01234567';
const LATER = COMMIT.replace('0', 'f');
const applied = (commit: string, ignore: string[] = []) => ({ commit, files: ['topics/*.yaml'], ignore });

let github: EmulatedGithub;
beforeEach(async () => {
  github = await EmulatedGithub.start();
});
afterEach(() => github[Symbol.asyncDispose]());

const clientOf = (token = JOB_TOKEN) => {
  const clock = { now: () => 0, sleep: () => Promise.resolve() };
  return githubClient({ token, apiUrl: github.url, repository: REPOSITORY, clock });
};

test('what was applied last to an environment is found again', async () => {
  expect(await lastApplied(clientOf(), 'prod')).toEqual({
    kind: 'none',
    because: 'no apply to prod is recorded',
  });
  await recordApplied(clientOf(), 'prod', applied(COMMIT));
  await recordApplied(clientOf(), 'prod', applied(LATER));
  await recordApplied(clientOf(), 'dev', applied(COMMIT, ['legacy*']));
  expect(await lastApplied(clientOf(), 'prod')).toEqual({ kind: 'known', ...applied(LATER) });
  expect(await lastApplied(clientOf(), 'dev')).toEqual({ kind: 'known', ...applied(COMMIT, ['legacy*']) });
});

test('an apply of the same commit is recorded once', async () => {
  expect(await recordApplied(clientOf(), 'prod', applied(COMMIT))).toMatchObject({ kind: 'kept' });
  expect(await recordApplied(clientOf(), 'prod', applied(COMMIT))).toEqual({ kind: 'none' });
  expect(github.deployments).toHaveLength(1);
});

test('the same commit with another scope is recorded again, and one without a scope is read', async () => {
  await recordApplied(clientOf(), 'prod', applied(COMMIT, ['legacy*']));
  expect(await recordApplied(clientOf(), 'prod', applied(COMMIT))).toMatchObject({ kind: 'kept' });
  github.deployments.unshift({
    id: 91,
    sha: LATER,
    environment: 'prod',
    task: 'topic-sync',
    states: ['success'],
    payload: '',
  });
  expect(await lastApplied(clientOf(), 'prod')).toEqual({
    kind: 'known',
    commit: LATER,
    files: null,
    ignore: [],
  });
});

test('deployments of others to the environment, and those that did not succeed, do not count', async () => {
  await recordApplied(clientOf(), 'prod', applied(COMMIT));
  github.deployments.unshift(
    { id: 91, sha: LATER, environment: 'prod', task: 'deploy', states: ['success'], payload: {} },
    {
      id: 92,
      sha: LATER,
      environment: 'prod',
      task: 'topic-sync',
      states: ['failure', 'queued'],
      payload: {},
    },
    { id: 93, sha: LATER, environment: 'prod', task: 'topic-sync', states: [], payload: {} },
  );
  expect(await lastApplied(clientOf(), 'prod')).toEqual({ kind: 'known', ...applied(COMMIT) });
});

test('a token without the right says which one', async () => {
  expect(await recordApplied(clientOf(FORK_TOKEN), 'prod', applied(COMMIT))).toMatchObject({
    kind: 'refused',
    because: expect.stringContaining('deployments: write'),
  });
  github.faults.push({ method: 'GET', status: 403, message: 'Resource not accessible by integration' });
  expect(await lastApplied(clientOf(), 'prod')).toMatchObject({
    kind: 'unknown',
    because: expect.stringContaining('deployments: read'),
  });
});
