import { describe, expect, test } from '@jest/globals';
import type { PolicySettings } from '../../scripts/policies/core/policy-settings.ts';
import type { PolicyDocument } from '../../scripts/policies/core/policy-document.ts';
import type { Purpose } from '../../scripts/policies/core/purpose.ts';
import { renderRoles } from '../../scripts/policies/core/render-role.ts';
import { renderEnvironments } from '../../scripts/policies/rendered-files.ts';
import { type Asked, RARE, RECORDED } from './recorded.ts';

const environments = await renderEnvironments(process.cwd());
const PURPOSES = ['build', 'deploy', 'reboot', 'topics-plan'] as const satisfies readonly Purpose[];

const runs: readonly Asked[] = Object.values(RECORDED);

/** What runs asked a purpose for, by the Sid of the statement that allowed it. */
function recorded(purpose: Purpose): Map<string, Set<string>> {
  const bySid = new Map<string, Set<string>>();
  for (const [sid, actions] of runs.flatMap((asked) => Object.entries(asked[purpose] ?? {})))
    bySid.set(sid, new Set([...(bySid.get(sid) ?? []), ...actions]));
  return bySid;
}

/** A sample builds from public images, and a run from one of the account. */
const withBase = (settings: PolicySettings): PolicySettings => ({
  ...settings,
  registry: { ...settings.registry, bases: ['base'] },
});

const allowedBy = ({ Statement }: PolicyDocument) => Statement.filter(({ Effect }) => Effect === 'Allow');

/** What IAM was asked for in real runs is what the policies allow, in both directions. */
describe.each(environments.map(({ settings }) => [settings.name, settings] as const))(
  'in %s',
  (_, settings) => {
    const roles = renderRoles(withBase(settings));
    const statementsOf = (purpose: Purpose) => allowedBy(roles.get(purpose)?.policy ?? NONE);

    test.each(PURPOSES)('%s misses nothing and has nothing to spare', (purpose) => {
      const needed = recorded(purpose);
      for (const [sid, rare] of Object.entries(RARE[purpose] ?? {}))
        needed.set(sid, new Set([...(needed.get(sid) ?? []), ...Object.keys(rare)]));
      const allowed = statementsOf(purpose).map(({ Sid, Action }) => [Sid, new Set(Action)] as const);
      if (promotesWithin(settings)) needed.delete('Pull');
      expect(new Map(allowed)).toEqual(needed);
    });

    test('topics-apply is allowed nothing without Amazon MSK', () => {
      expect(statementsOf('topics-apply')).toEqual([]);
    });
  },
);

const NONE: PolicyDocument = { Version: '2012-10-17', Statement: [] };

/** Then the repositories that images are pulled from are those that they are pushed to. */
const promotesWithin = ({ account, region, registry: { from } }: PolicySettings): boolean =>
  from.account === account && from.region === region;

test('what is pulled from another registry is pulled from the own one too', () => {
  const { Pull = [], Promote = [] } = Object.fromEntries(recorded('deploy'));
  expect([...Promote]).toEqual(expect.arrayContaining([...Pull]));
});

test.each(Object.entries(RARE))('nothing in the list for %s was seen in a run', (purpose, bySid) => {
  const seen = [...recorded(purpose as Purpose).values()].flatMap((actions) => [...actions]);
  expect(
    Object.values(bySid)
      .flatMap((rare) => Object.keys(rare))
      .filter((action) => seen.includes(action)),
  ).toEqual([]);
});
