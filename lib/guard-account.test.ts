import { expect, test } from '@jest/globals';
import { WorldFailure } from './core/world-failure.ts';
import { guardAccount } from './guard-account.ts';

const MINE = '012345678901';

test('nothing is asked where no account is expected', async () => {
  await expect(guardAccount(undefined, () => Promise.reject(new Error('asked')))).resolves.toBeUndefined();
});

test('the expected account passes', async () => {
  await expect(guardAccount(MINE, () => Promise.resolve(MINE))).resolves.toBeUndefined();
});

test('another one is a problem that names both', async () => {
  await expect(guardAccount(MINE, () => Promise.resolve('999999999999'))).rejects.toThrow(
    'the AWS account: it is 999999999999, and 012345678901 is expected. Correct the role, or the environment.',
  );
});

test('an account that cannot be asked for does not pass', async () => {
  const refused = new WorldFailure('STS refused GetCallerIdentity');
  await expect(guardAccount(MINE, () => Promise.reject(refused))).rejects.toThrow(refused);
});
