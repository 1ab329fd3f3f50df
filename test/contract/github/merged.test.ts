import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { BOT, EmulatedGithub, FORK_TOKEN, JOB_TOKEN, REPOSITORY } from '../../../lab/github.ts';
import type { KeptThread } from '../../../lib/core/kept-thread.ts';
import { githubClient } from '../../../lib/adapters/github-client.ts';
import {
  keepMergedComment,
  runThatShowed,
  type ShownRun,
} from '../../../lib/adapters/github-pull-requests.ts';

const MARKER = '<!-- topic-sync comment of prod -->';
const COMMIT = '0123456789abcdef0123456789abcdef01234567';
const OTHER = COMMIT.replace('0', 'f');

let github: EmulatedGithub;
beforeEach(async () => {
  github = await EmulatedGithub.start();
});
afterEach(() => github[Symbol.asyncDispose]());

const clientOf = (token: string) => {
  const clock = { now: () => 0, sleep: () => Promise.resolve() };
  return githubClient({ token, apiUrl: github.url, repository: REPOSITORY, clock });
};

const keep = (commit: string, token = JOB_TOKEN): Promise<KeptThread> =>
  keepMergedComment(clientOf(token), commit, { marker: MARKER, body: `${MARKER}\n\napplied` });

const shown = (commit: string, token = JOB_TOKEN): Promise<ShownRun> =>
  runThatShowed(clientOf(token), commit, 'topic-plan-prod');

test('the plan on the pull request that was merged as a commit becomes what came of it', async () => {
  github.addComment(7, BOT, `${MARKER}\n\nplan`);
  github.pullRequests.push(
    { number: 5, commits: [COMMIT], mergedAs: null },
    { number: 6, commits: [COMMIT], mergedAs: OTHER },
    { number: 7, commits: [COMMIT], mergedAs: COMMIT },
  );
  expect(await keep(COMMIT)).toMatchObject({ kind: 'kept', url: expect.stringContaining('/pull/7#') });
  expect(github.comments.map(({ issue, body }) => [issue, body])).toEqual([[7, `${MARKER}\n\napplied`]]);
});

test('a commit that no pull request was merged as has no comment', async () => {
  github.pullRequests.push({ number: 5, commits: [COMMIT], mergedAs: null });
  expect(await keep(COMMIT)).toEqual({ kind: 'none' });
  expect(await keep(OTHER)).toEqual({ kind: 'none' });
  expect(github.comments).toEqual([]);
});

test('a token that may not write is told what it needs', async () => {
  github.pullRequests.push({ number: 7, commits: [COMMIT], mergedAs: COMMIT });
  expect(await keep(COMMIT, FORK_TOKEN)).toMatchObject({
    kind: 'refused',
    because: expect.stringContaining('pull-requests: write'),
  });
});

test('the newest run that kept the plan for the last commit of the merged pull request is found', async () => {
  const [headSha, name] = ['b'.repeat(40), 'topic-plan-prod'];
  github.pullRequests.push({ number: 7, commits: [COMMIT], mergedAs: COMMIT, headSha });
  expect(await shown(COMMIT)).toEqual({ kind: 'known', run: null });
  github.artifacts.push(
    { name, runId: 41, headSha },
    { name, runId: 43, headSha },
    { name, runId: 45, headSha: OTHER },
    { name: 'topic-plan-dev', runId: 46, headSha },
    { name, runId: 47, headSha, expired: true },
    { name, runId: 48, headSha, fromFork: true },
  );
  expect(await shown(COMMIT)).toEqual({ kind: 'known', run: 43 });
  expect(await shown(OTHER)).toEqual({ kind: 'known', run: null });
});

test('a token that may not look for the plan is told what it needs', async () => {
  github.faults.push({ method: 'GET', status: 403, message: 'Resource not accessible by integration' });
  expect(await shown(COMMIT)).toMatchObject({
    kind: 'refused',
    because: expect.stringContaining('actions: read and pull-requests: read'),
  });
});
