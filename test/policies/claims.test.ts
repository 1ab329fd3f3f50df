import { describe, expect, test } from '@jest/globals';
import { type Claims, mayAssume } from '../../lab/iam/may-assume.ts';
import { type Purpose, PURPOSES } from '../../scripts/policies/core/purpose.ts';
import { renderEnvironments } from '../../scripts/policies/rendered-files.ts';
import { FOREIGN, immutable, jobs, MAIN, OTHER_PODS, pod, PULL, token } from './tokens.ts';

const environments = await renderEnvironments(process.cwd());
const NAMES = environments.map(({ settings }) => settings.name);

async function rolesFor(claims: Claims, name: string): Promise<Purpose[]> {
  const roles = environments.find(({ settings }) => settings.name === name)?.roles;
  const taken = PURPOSES.map(async (purpose) => {
    const role = roles?.get(purpose);
    return role !== undefined && (await mayAssume(role, claims)).allowed ? [purpose] : [];
  });
  return (await Promise.all(taken)).flat();
}

describe.each(NAMES)('the roles of %s are taken by', (name) => {
  const others = NAMES.filter((other) => other !== name);

  test.each(Object.entries(jobs(name)))(
    '%s, with either form of the subject',
    async (_, { claims, roles }) => {
      expect(await rolesFor(claims, name)).toEqual(roles);
      expect(await rolesFor(immutable(claims), name)).toEqual(roles);
    },
  );

  test.each(Object.entries(FOREIGN))('nobody with %s', async (_, change) => {
    for (const { claims } of Object.values(jobs(name))) {
      expect([await rolesFor(change(claims), name), change(claims)]).toEqual([[], change(claims)]);
    }
  });

  test('the CronJob, and no other pod', async () => {
    const issuer = environments.find(({ settings }) => settings.name === name)?.settings.kubernetes?.issuer;
    const claims = pod(issuer ?? '');
    expect(await rolesFor(claims, name)).toEqual(['reboot']);
    for (const [who, change] of Object.entries(OTHER_PODS))
      expect([who, await rolesFor({ ...claims, ...change }, name)]).toEqual([who, []]);
  });

  test.each(others)('no environment %s, and no job of another kind', async (other) => {
    for (const workflow of ['deploy.yml', 'rolling-reboot.yml', 'topic-diff.yml', 'drift.yml']) {
      const contexts = ['', '-plan', '-reboot'].map((kind) => `environment:${other}${kind}`);
      for (const context of [...contexts, `ref:${MAIN}`])
        expect(await rolesFor(token({ workflow, context }), name)).toEqual([]);
      const proposed = (context: string) => rolesFor(token({ workflow, context, ref: PULL }), name);
      expect(await proposed('pull_request')).toEqual([]);
      expect(await proposed(`environment:${name}`)).toEqual([]);
      expect(await proposed(`environment:${name}-reboot`)).toEqual([]);
      const plans = workflow === 'topic-diff.yml' ? ['topics-plan'] : [];
      expect(await proposed(`environment:${name}-plan`)).toEqual(plans);
    }
  });
});
