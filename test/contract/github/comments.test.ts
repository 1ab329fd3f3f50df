import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { BOT, EmulatedGithub, FORK_TOKEN, JOB_TOKEN, REPOSITORY } from '../../../lab/github.ts';
import type { KeptThread } from '../../../lib/core/kept-thread.ts';
import { githubClient } from '../../../lib/adapters/github-client.ts';
import { keepComment } from '../../../lib/adapters/github-comments.ts';

const MARKER = '<!-- topic-sync comment of prod -->';
const PULL_REQUEST = 7;

let github: EmulatedGithub;
let waits: number[] = [];

beforeEach(async () => {
  github = await EmulatedGithub.start();
  waits = [];
});
afterEach(() => github[Symbol.asyncDispose]());

const keep = (body: string, token = JOB_TOKEN): Promise<KeptThread> => {
  const clock = {
    now: () => 1_000_000,
    sleep: (milliseconds: number) => {
      waits.push(milliseconds);
      return Promise.resolve();
    },
  };
  const client = githubClient({ token, apiUrl: github.url, repository: REPOSITORY, clock });
  return keepComment(client, PULL_REQUEST, { marker: MARKER, body: `${MARKER}\n\n${body}` });
};

const bodies = (): string[] => github.comments.map(({ body }) => body.replace(`${MARKER}\n\n`, ''));
const writes = (): string[] =>
  github.requests.filter((request) => /^(?!GET)/.test(request) && !request.endsWith('graphql'));

test('there is one comment, which is updated in place and left when it says the same', async () => {
  const made = await keep('one change');
  expect(made).toMatchObject({ kind: 'kept', url: expect.stringContaining('#issuecomment-1') });
  expect(await keep('no change')).toEqual(made);
  expect(await keep('no change\n')).toEqual(made);
  expect(bodies()).toEqual(['no change']);
  expect(writes()).toHaveLength(2);
});

test('a comment of somebody else with our marker is neither changed nor deleted', async () => {
  github.addComment(PULL_REQUEST, 'mallory', `${MARKER}\n\nall is well`);
  await keep('data will be lost');
  await keep('data will be lost twice');
  expect(bodies()).toEqual(['all is well', 'data will be lost twice']);
});

test('a comment of our own that only quotes the marker, and one of another environment, are left', async () => {
  const others = [`> ${MARKER}`, '<!-- topic-sync comment of dev -->\n\nthe same bot'];
  for (const body of others) github.addComment(PULL_REQUEST, BOT, body);
  await keep('mine');
  expect(bodies()).toEqual([...others, 'mine']);
});

test('it is found behind 250 comments of others', async () => {
  for (let count = 0; count < 250; count += 1) github.addComment(PULL_REQUEST, 'reviewer', String(count));
  await keep('first');
  await keep('second');
  expect(bodies().slice(250)).toEqual(['second']);
});

test('what two runs at once made becomes one again', async () => {
  for (const body of ['a', 'b', 'c']) github.addComment(PULL_REQUEST, BOT, `${MARKER}\n\n${body}`);
  await keep('d');
  expect(bodies()).toEqual(['d']);
});

describe('what GitHub refuses', () => {
  const secondary = {
    method: 'POST',
    status: 403,
    headers: { 'retry-after': '7' },
    message: 'secondary rate limit',
  };

  test('a secondary rate limit is waited for as long as it says', async () => {
    github.faults.push(secondary, { ...secondary, status: 429, headers: {} });
    expect(await keep('x')).toMatchObject({ kind: 'kept' });
    expect(waits).toEqual([7_000, 60_000]);
    expect(bodies()).toEqual(['x']);
  });

  test('a used up rate limit is waited for until it is reset', async () => {
    const headers = { 'x-ratelimit-remaining': '0', 'x-ratelimit-reset': '1030' };
    github.faults.push({ status: 403, headers, message: 'rate limit' });
    expect(await keep('x')).toMatchObject({ kind: 'kept' });
    expect(waits).toEqual([30_000]);
  });

  test('who is told to wait for an hour gives up', async () => {
    github.faults.push({ ...secondary, headers: { 'retry-after': '3600' } });
    expect(await keep('x')).toEqual({ kind: 'refused', because: expect.stringContaining('rate limit') });
    expect(waits).toEqual([]);
  });

  test('the token of a fork may read, and not write', async () => {
    expect(await keep('x', FORK_TOKEN)).toEqual({
      kind: 'refused',
      because: expect.stringContaining('needs the permission pull-requests: write'),
    });
    expect(await keep('x', 'wrong')).toEqual({
      kind: 'refused',
      because: expect.stringContaining('not valid'),
    });
  });

  test('an error of the server is tried again, but never what would write a second comment', async () => {
    github.faults.push({ method: 'GET', status: 502, message: 'bad gateway' });
    expect(await keep('x')).toMatchObject({ kind: 'kept' });
    github.comments.length = 0;
    github.faults.push({ method: 'POST', status: 502, message: 'bad gateway' });
    expect(await keep('x')).toEqual({ kind: 'refused', because: expect.stringContaining('502') });
    expect(bodies()).toEqual([]);
  });
});

test('a GitHub that is not there is a refusal', async () => {
  await github[Symbol.asyncDispose]();
  expect(await keep('x')).toMatchObject({ kind: 'refused' });
  github = await EmulatedGithub.start();
});
