import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { BOT, EmulatedGithub, FORK_TOKEN, JOB_TOKEN, REPOSITORY } from '../../../lab/github.ts';
import type { KeptThread } from '../../../lib/core/kept-thread.ts';
import { githubClient } from '../../../lib/adapters/github-client.ts';
import { keepIssue } from '../../../lib/adapters/github-issues.ts';

const MARKER = '<!-- topic-sync drift of prod -->';

let github: EmulatedGithub;

beforeEach(async () => {
  github = await EmulatedGithub.start();
});
afterEach(() => github[Symbol.asyncDispose]());

const clock = { now: () => 0, sleep: () => Promise.resolve() };
const keep = (text: string, isOpen: boolean, token = JOB_TOKEN): Promise<KeptThread> => {
  const client = githubClient({ token, apiUrl: github.url, repository: REPOSITORY, clock });
  const body = `${MARKER}\n\n${text}`;
  return keepIssue(client, { marker: MARKER, body, title: 'Drift: prod', label: 'kafka-drift', isOpen });
};

const told = (): string[] =>
  github.issues.map(({ state, body }) => `${state} ${body.replace(`${MARKER}\n\n`, '')}`);
const writes = (): string[] => github.requests.filter((request) => /^(POST|PATCH) .*issues/.test(request));

test('a drift has one issue: made, updated, closed when it is gone, and opened again', async () => {
  expect(await keep('one', true)).toMatchObject({ kind: 'kept', url: expect.stringContaining('/issues/') });
  expect(told()).toEqual(['open one']);
  await keep('two', true);
  expect(told()).toEqual(['open two']);
  await keep('none', false);
  expect(told()).toEqual(['closed none']);
  await keep('three', true);
  expect(told()).toEqual(['open three']);
});

test('ten runs that find the same write once', async () => {
  for (let runs = 0; runs < 10; runs += 1) await keep('one', true);
  expect(writes()).toHaveLength(1);
  expect(told()).toEqual(['open one']);
});

test('no drift, and none before, is no issue', async () => {
  expect(await keep('none', false)).toEqual({ kind: 'none' });
  await keep('one', true);
  await keep('none', false);
  await keep('none again', false);
  expect(told()).toEqual(['closed none']);
});

test('issues and pull requests of others stay as they are, whatever they say', async () => {
  github.addIssue('mallory', { body: `${MARKER}\n\nforged` });
  github.addIssue(BOT, { body: `${MARKER}\n\na pull request`, pullRequest: true });
  await keep('one', true);
  await keep('none', false);
  expect(told()).toEqual(['open forged', 'open a pull request', 'closed none']);
});

test('what two runs at once made becomes one again, behind 150 issues of others', async () => {
  for (const body of ['a', 'b']) github.addIssue(BOT, { body: `${MARKER}\n\n${body}` });
  for (let count = 0; count < 150; count += 1) github.addIssue('user', { body: String(count) });
  await keep('c', true);
  expect(told().slice(0, 2).toSorted()).toEqual(['closed a', 'open c']);
  expect(github.issues).toHaveLength(152);
});

test('a token that may not write is told which permission it lacks', async () => {
  expect(await keep('one', true, FORK_TOKEN)).toEqual({
    kind: 'refused',
    because: expect.stringContaining('issues: write'),
  });
});
