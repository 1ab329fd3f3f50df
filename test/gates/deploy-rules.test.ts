import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { parse } from 'yaml';
import { jobNamed, jobs, stepsOf, workflows } from './read-workflows.ts';

// What no run on this machine can show: GitHub alone keeps approvals, concurrency, and who sees a secret.

describe('deploy', () => {
  const SLOTS = ['first', 'second', 'third'];
  const nameOf = (index: number): string => `fromJSON(needs.validate.outputs.names)[${String(index)}]`;

  test.each(SLOTS.map((slot, index) => [slot, index] as const))(
    '%s comes after the one before',
    (slot, index) => {
      const [job, plan] = [jobNamed('deploy.yml', slot), jobNamed('deploy.yml', `${slot}-plan`)];
      const before = SLOTS[index - 1];
      const needs = before === undefined ? ['producer', 'consumer'] : [before];
      expect(plan.needs).toEqual(['validate', ...(before === undefined ? ['prepare'] : []), ...needs]);
      expect(job.needs).toEqual(expect.arrayContaining([`${slot}-plan`, ...needs]));
      expect(job.environment).toBe(`\${{ ${nameOf(index)} }}`);
      expect(job.concurrency).toEqual({
        group: `kafka-fleet-\${{ ${nameOf(index)} }}`,
        'cancel-in-progress': false,
        queue: 'max',
      });
      expect(job.permissions).toMatchObject({ deployments: 'write', 'pull-requests': 'write' });
      expect(job.steps?.[0]?.with?.['fetch-depth']).toBe(0);
      // What is shown before the approval waits for nobody's, and takes no role that can write.
      expect(plan.environment).toBe(`\${{ ${nameOf(index)} }}-plan`);
      expect(plan.permissions).toMatchObject({ deployments: 'read' });
      expect(JSON.stringify(job.steps)).toContain(`needs.${slot}-plan.outputs.digest`);
    },
  );

  test('refuses a commit that is older before it changes anything, and records the end in any case', () => {
    const { runs } = parse(readFileSync('.github/actions/deploy/action.yml', 'utf8')) as {
      runs: { steps: readonly { uses?: string; if?: string; with?: Record<string, string> }[] };
    };
    const [first, last] = [runs.steps[0], runs.steps.at(-1)];
    expect([first?.with?.['command'], last?.with?.['command']]).toEqual(['begin', 'finish']);
    expect(last?.if).toContain('always()');
  });
});

describe('what is built', () => {
  test('is made where there is neither an identity nor a key', () => {
    const prepare = jobNamed('deploy.yml', 'prepare');
    expect(JSON.stringify(prepare.steps)).toContain('services/prepare.sh');
    expect(prepare.permissions).toEqual({ contents: 'read' });
    expect(prepare.environment).toBeUndefined();
    expect(JSON.stringify(prepare)).not.toContain('secrets.');
    const withKey = jobs.filter(([, job]) => JSON.stringify(job).includes('ATTESTATION_KEY'));
    expect(withKey.length).toBeGreaterThan(0);
    for (const [, job] of withKey)
      expect(
        stepsOf(job)
          .flatMap(({ run }) => run ?? [])
          .join(),
      ).not.toMatch(/npm|services\//);
  });

  test('deploys itself when any of it changes', () => {
    const { push } = workflows.get('deploy.yml')?.on as { push: { paths: string[] } };
    const made = [
      'services/producer/src/main.ts',
      'lib/run-action.ts',
      'package-lock.json',
      'scripts/build-services.ts',
    ];
    for (const file of made) {
      expect(existsSync(file)).toBe(true);
      expect([file, push.paths.some((glob) => path.matchesGlob(file, glob))]).toEqual([file, true]);
    }
  });
});
