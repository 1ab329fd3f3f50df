import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { EmulatedGithub, FORK_TOKEN, JOB_TOKEN, REPOSITORY } from '../../../lab/github.ts';
import { githubClient } from '../../../lib/adapters/github-client.ts';
import { lastApplied, recordApplied } from '../../../lib/adapters/github-deployments.ts';

const COMMIT = '0123456789abcdef0123456789abcdef01234567';
const LATER = COMMIT.replace('0', 'f');

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
    kind: 'unknown',
    because: 'no apply to prod is recorded',
  });
  await recordApplied(clientOf(), 'prod', COMMIT);
  await recordApplied(clientOf(), 'prod', LATER);
  await recordApplied(clientOf(), 'dev', COMMIT);
  expect(await lastApplied(clientOf(), 'prod')).toEqual({ kind: 'known', commit: LATER });
  expect(await lastApplied(clientOf(), 'dev')).toEqual({ kind: 'known', commit: COMMIT });
});

test('an apply of the same commit is recorded once', async () => {
  expect(await recordApplied(clientOf(), 'prod', COMMIT)).toMatchObject({ kind: 'kept' });
  expect(await recordApplied(clientOf(), 'prod', COMMIT)).toEqual({ kind: 'none' });
  expect(github.deployments).toHaveLength(1);
});

test('deployments of others to the environment, and those that did not succeed, do not count', async () => {
  await recordApplied(clientOf(), 'prod', COMMIT);
  github.deployments.unshift(
    { id: 91, sha: LATER, environment: 'prod', task: 'deploy', states: ['success'] },
    { id: 92, sha: LATER, environment: 'prod', task: 'topic-sync', states: ['failure', 'queued'] },
    { id: 93, sha: LATER, environment: 'prod', task: 'topic-sync', states: [] },
  );
  expect(await lastApplied(clientOf(), 'prod')).toEqual({ kind: 'known', commit: COMMIT });
});

test('a token without the right says which one', async () => {
  expect(await recordApplied(clientOf(FORK_TOKEN), 'prod', COMMIT)).toMatchObject({
    kind: 'refused',
    because: expect.stringContaining('deployments: write'),
  });
  github.faults.push({ method: 'GET', status: 403, message: 'Resource not accessible by integration' });
  expect(await lastApplied(clientOf(), 'prod')).toMatchObject({
    kind: 'unknown',
    because: expect.stringContaining('deployments: read'),
  });
});
