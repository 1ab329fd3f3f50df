import { expect, test } from '@jest/globals';
import type { SlackAccess } from '../../../lib/adapters/slack-access.ts';
import { probeSlack } from './probe-slack.ts';

const outcome = async (access: SlackAccess): Promise<string | undefined> => {
  const target = { kind: 'channel', token: 'xoxb', channel: '#ops' } as const;
  return (await probeSlack(target, () => Promise.resolve(access)))[0]?.probed.outcome;
};

test('without Slack nothing is needed, and a webhook cannot be asked', async () => {
  const ask = () => Promise.reject(new Error('nobody is asked'));
  expect(await probeSlack({ kind: 'none' }, ask)).toEqual([]);
  expect(await probeSlack({ kind: 'webhook', url: 'https://x' }, ask)).toMatchObject([
    { probed: { outcome: 'not-probed' } },
  ]);
});

test.each<[SlackAccess, string]>([
  [{ kind: 'known', scopes: ['chat:write', 'users:read'] }, 'allowed'],
  [{ kind: 'known', scopes: ['users:read'] }, 'refused'],
  [{ kind: 'known', scopes: undefined }, 'unknown'],
  [{ kind: 'refused', reason: 'invalid_auth' }, 'refused'],
  [{ kind: 'unknown', reason: 'no answer' }, 'unknown'],
])('a token is judged by its scopes: %j is %s', async (access, expected) => {
  expect(await outcome(access)).toBe(expected);
});
