import { describe, expect, test } from '@jest/globals';
import { mayAssume } from '../../lab/iam/may-assume.ts';
import type { RolePolicies } from '../../scripts/policies/core/policy-document.ts';
import { renderEnvironments } from '../../scripts/policies/rendered-files.ts';
import { FOREIGN, jobs, OTHER_PODS, pod } from './tokens.ts';

const [environment] = await renderEnvironments(process.cwd());

/** Without any one of its conditions a trust policy lets somebody in whom the table above keeps out. */
describe('each condition is needed', () => {
  const name = environment?.settings.name ?? '';
  const issuer = environment?.settings.kubernetes?.issuer ?? '';
  const intruders = [
    ...Object.values(jobs(name)).flatMap(({ claims }) =>
      Object.values(FOREIGN).map((change) => change(claims)),
    ),
    ...Object.values(jobs('other')).map(({ claims }) => claims),
    ...Object.values(OTHER_PODS).map((change) => ({ ...pod(issuer), ...change })),
  ];
  const firstLetIn = async (role: RolePolicies): Promise<unknown> => {
    for (const claims of intruders) if ((await mayAssume(role, claims)).allowed) return claims;
    return undefined;
  };
  const conditions = [...(environment?.roles ?? [])].flatMap(([purpose, role]) =>
    role.trust.Statement.flatMap(({ Sid, Condition = {} }, index) =>
      Object.entries(Condition).flatMap(([operator, keys]) =>
        Object.keys(keys).map((key) => ({
          purpose,
          Sid,
          key,
          without: without(role, [index, operator, key]),
        })),
      ),
    ),
  );

  test.each(conditions)('$purpose $Sid: $key', async ({ without: weakened }) => {
    expect(await firstLetIn(weakened)).toBeDefined();
  });
});

function without(
  role: RolePolicies,
  [index, operator, key]: readonly [index: number, operator: string, key: string],
): RolePolicies {
  const Statement = role.trust.Statement.map((statement, each) => {
    if (each !== index) return statement;
    const all = statement.Condition ?? {};
    const rest = Object.entries(all[operator] ?? {}).filter(([each]) => each !== key);
    return { ...statement, Condition: { ...all, [operator]: Object.fromEntries(rest) } };
  });
  return { ...role, trust: { ...role.trust, Statement } };
}
