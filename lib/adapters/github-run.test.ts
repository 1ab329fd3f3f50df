import { expect, test } from '@jest/globals';
import { declaredInputs, githubEvent } from './github-run.ts';

const begun = (head: string | null, sha = 'merge') => ({
  eventName: 'pull_request',
  sha,
  payload: {
    pull_request: {
      number: 7,
      head: { sha: 'head', repo: head === null ? null : { full_name: head } },
      base: { repo: { full_name: 'o/r' } },
    },
  },
});

test.each([
  ['o/r', false],
  ['mallory/r', true],
  [null, true],
])('a pull request whose head is in %j', (head, fromFork) => {
  expect(githubEvent(begun(head))).toMatchObject({
    ...{ name: 'pull_request', headSha: 'head' },
    pullRequest: { number: 7, fromFork },
  });
});

test('an event without a pull request, and none at all', () => {
  expect(githubEvent({ eventName: 'push', sha: 'abc', payload: {} })).toMatchObject({
    ...{ name: 'push', headSha: 'abc', pullRequest: null },
  });
  expect(githubEvent({ eventName: undefined, sha: undefined, payload: {} })).toMatchObject({
    ...{ name: '', headSha: '', pullRequest: null },
  });
});

test('what was started by hand tells its inputs, those that nobody filled too', () => {
  const inputs = { environment: 'prod', nodes: '' };
  expect(declaredInputs({ payload: { inputs } })).toEqual(['environment', 'nodes']);
  for (const payload of [{}, { inputs: null }, { schedule: '17 2 * * 1' }])
    expect(declaredInputs({ payload })).toEqual([]);
});
