import { expect, test } from '@jest/globals';
import { endOfChain } from './credentials-end.ts';

const now = 1_000_000;
const key = { accessKeyId: 'AKIA1' };
const session = { accessKeyId: 'ASIA1', sessionToken: 't' };
const HOUR = 3_600_000;

test.each([
  ['a lasting key', key, undefined],
  ['an empty session token', { ...key, sessionToken: '' }, undefined],
  ['a session of an instance profile', { ...session, expiration: new Date(now + HOUR) }, undefined],
])('%s has no end', (_, credentials, end) => {
  expect(endOfChain(credentials, { now, keyOfVariables: undefined })).toBe(end);
});

test('a session in variables ends when they say', () => {
  const credentials = { ...session, expiration: new Date(now + HOUR) };
  expect(endOfChain(credentials, { now, keyOfVariables: 'ASIA1' })?.until).toBe(now + HOUR);
});

test('a session that does not say when it ends has an end that nobody knows', () => {
  expect(endOfChain(session, { now, keyOfVariables: 'ASIA1' })).toMatchObject({ until: undefined });
});

test('a session that the SDK should have renewed and did not ends', () => {
  const credentials = { ...session, expiration: new Date(now + 300_000) };
  expect(endOfChain(credentials, { now, keyOfVariables: undefined })?.until).toBe(now + 300_000);
});
