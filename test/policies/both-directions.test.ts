import { describe, expect, test } from '@jest/globals';
import type { Purpose } from '../../scripts/policies/core/purpose.ts';
import { renderEnvironments } from '../../scripts/policies/rendered-files.ts';
import { RARE, RECORDED } from './recorded.ts';

const environments = await renderEnvironments(process.cwd());
const PURPOSES = ['reboot'] as const satisfies readonly Purpose[];

const recorded = (purpose: Purpose): Set<string> =>
  new Set(Object.values(RECORDED).flatMap((asked) => asked[purpose] ?? []));

/** What IAM was asked for in real runs is what the policies allow, in both directions. */
describe.each(environments.map(({ settings, roles }) => [settings.name, roles] as const))(
  'in %s',
  (_, roles) => {
    test.each(PURPOSES)('%s misses nothing and has nothing to spare', (purpose) => {
      const statements = roles.get(purpose)?.policy.Statement ?? [];
      const allowed = statements.filter(({ Effect }) => Effect === 'Allow').flatMap(({ Action }) => Action);
      const needed = [...recorded(purpose), ...Object.keys(RARE[purpose] ?? {})];
      expect(allowed.toSorted()).toEqual(needed.toSorted());
    });

    test.each([
      ['topics-plan', ['SeeRepositories']],
      ['topics-apply', []],
    ] as const)('%s is allowed nothing in Kafka without Amazon MSK', (purpose, sids) => {
      const statements = roles.get(purpose)?.policy.Statement ?? [];
      expect(statements.filter(({ Effect }) => Effect === 'Allow').map(({ Sid }) => Sid)).toEqual(sids);
    });
  },
);

test.each(Object.entries(RARE))('nothing in the list for %s was seen in a run', (purpose, rare) => {
  expect(Object.keys(rare).filter((action) => recorded(purpose as Purpose).has(action))).toEqual([]);
});
