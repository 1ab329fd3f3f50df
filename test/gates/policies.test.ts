import { readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { scratchProject } from './scratch-project.ts';

const FILE = 'policies/prod/reboot.policy.json';

describe('policies', () => {
  const sample = readFileSync('environments/prod.yaml', 'utf8');
  const project = scratchProject({ 'environments/prod.yaml': sample });
  const broken = scratchProject({ 'environments/prod.yaml': sample.replace(/ {4}repositoryId: .*\n/, '') });
  const render = (...flags: readonly string[]) => project.run('scripts/policies.ts', 'render', ...flags);
  const policy = (): string => readFileSync(path.join(project.root, FILE), 'utf8');

  test('stale ones fail until they are rendered; an edit by hand and a file too many fail again', async () => {
    expect(await render('--check')).toMatchObject({ code: 1, output: expect.stringContaining(FILE) });
    expect(await render()).toMatchObject({ code: 0 });
    expect(policy()).toContain('"aws:ResourceTag/kafka-cluster": "events-prod"');
    expect(await render('--check')).toMatchObject({ code: 0 });
    project.write({ [FILE]: policy().replace('events-prod', '*') });
    expect(await render('--check')).toMatchObject({ code: 1 });
    await render();
    project.write({ 'policies/gone/build.policy.json': '{}\n' });
    const left = await render('--check');
    expect(left).toMatchObject({
      code: 1,
      output: expect.stringContaining('policies/gone/build.policy.json'),
    });
    expect([(await render()).code, (await render('--check')).code]).toEqual([0, 0]);
  }, 120_000);

  test('what is missing in an environment file is told at its line', async () => {
    const { code, output } = await broken.run('scripts/policies.ts', 'render');
    expect(output).toMatch(/environments\/prod\.yaml:\d+:\d+: spec\.github\.repositoryId is missing/);
    expect(code).toBe(1);
  }, 120_000);

  test('one that gives more than was meant is told with its file, line and column', async () => {
    await render();
    const check = (...files: readonly string[]) => project.run('scripts/policies.ts', 'check', ...files);
    expect(await check()).toMatchObject({
      code: 0,
      output: expect.stringContaining('10 policies, 0 problems'),
    });
    project.write({ [FILE]: policy().replace('"ec2:StopInstances"', '"ec2:*"') });
    expect(await check('policies/*/*.json')).toMatchObject({
      code: 1,
      output: expect.stringMatching(
        /^policies\/prod\/reboot\.policy\.json:\d+:\d+: ec2:\* allows .* Name each action\.$/m,
      ),
    });
    const plan = readFileSync(path.join(project.root, 'policies/prod/topics-plan.trust.json'), 'utf8');
    project.write({ 'policies/prod/build.trust.json': plan });
    expect((await check()).output).toMatch(
      /build\.trust\.json:\d+:\d+: pull requests may take a role that is allowed ecr:/,
    );
    expect(await check('policies/none.json')).toMatchObject({ code: 1 });
  }, 120_000);
});
