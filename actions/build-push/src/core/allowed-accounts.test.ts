import { expect, test } from '@jest/globals';
import { requiredAccounts, type Use, wrongAccount } from './allowed-accounts.ts';

const [DEV, PROD, OTHER] = ['111111111111', '222222222222', '333333333333'];
const roleOf = (account: string): string => `arn:aws:iam::${account}:role/images`;

test.each<[string, { account?: string; role?: string }, Use, string | undefined, string[]]>([
  ['a target is of the environment', {}, 'target', PROD, [PROD]],
  ['a target of the job’s role is of its own account too', { account: DEV }, 'target', PROD, [PROD, DEV]],
  [
    'a target with a role and no account is of the environment',
    { role: roleOf(DEV) },
    'target',
    PROD,
    [PROD],
  ],
  [
    'a target may be of another account with a role',
    { role: roleOf(OTHER), account: OTHER },
    'target',
    PROD,
    [OTHER],
  ],
  ['a source with a role is not of the environment', { role: roleOf(DEV) }, 'source', PROD, []],
  ['a source with a role is of its account', { role: roleOf(DEV), account: DEV }, 'source', PROD, [DEV]],
  ['a source without one is read as the job', { account: DEV }, 'source', PROD, [PROD]],
  ['nothing is said', {}, 'target', undefined, []],
])('%s', (_, { account, role }, use, environment, required) => {
  const registry = { kind: 'ecr', region: 'eu-west-1', endpoint: undefined, account, role } as const;
  expect(requiredAccounts(registry, use, environment)).toEqual(required);
});

test('all of them must be met', () => {
  expect(wrongAccount([PROD], PROD, 'x')).toBeUndefined();
  expect(wrongAccount([PROD, DEV], PROD, 'x')?.what).toContain(`${PROD}, and ${DEV} is expected`);
});
