import { afterAll, beforeAll, beforeEach, expect, jest, test } from '@jest/globals';
import type { ActionOutcome } from '../../../lab/runner.ts';
import { describeOnEngine } from '../../lab/on-engine.ts';
import { askedIn, RECORDED } from '../../policies/recorded.ts';
import { APP, BuildPushBench, DOCKERFILE, NEVER_MADE, reportOf } from './build-push-bench.ts';

jest.setTimeout(300_000);

let bench: BuildPushBench;

const calls = (kind: RegExp) => bench.registry.front.calls.filter((call) => kind.test(call.kind));
const upload = /^upload/;

async function workspace(files: Readonly<Record<string, string>> = {}): Promise<void> {
  const ignore = '*\n!app.js\n!more\n';
  await bench.write({ Dockerfile: DOCKERFILE, '.dockerignore': ignore, 'app.js': APP, ...files });
}

const settings = (spec: string): string =>
  `apiVersion: kafka-fleet/v1\nkind: RepositorySettings\nspec: ${spec}\n`;

const digestOf = ({ outputs }: ActionOutcome): string => outputs['digest'] ?? '';

/** Every line of a failed run that says something is wrong. */
const errors = ({ log }: ActionOutcome): string =>
  log
    .split('\n')
    .filter((line) => line.startsWith('::error'))
    .join('\n');

describeOnEngine('build-push', () => {
  beforeAll(async () => {
    bench = await BuildPushBench.guarded();
    bench.aws.scans.usual = [{ status: 'COMPLETE', findings: [] }];
    await workspace();
  });

  afterAll(async () => {
    await bench[Symbol.asyncDispose]();
  });

  beforeEach(() => {
    bench.registry.front.calls.length = 0;
    bench.registry.front.faults.clear();
  });

  chain();
  hostile();
  scans();
  later();
  repositories();

  test('no role was asked for more or less than is recorded', () => {
    expect(askedIn(bench.aws.calls)).toEqual(RECORDED['build-push']);
  });
});

function chain(): void {
  const images: string[] = [];

  test('an image is built, proved and pushed, and its content is built once', async () => {
    await bench.write({ 'repository.yaml': settings('{ tags: { team: kafka } }') });
    const built = await bench.run({ tags: 'v1', image: 'app', 'repository-settings': 'repository.yaml' });
    expect([built.exitCode, errors(built)]).toEqual([0, '']);
    expect(built.outputs).toMatchObject({ status: 'pushed', skipped: 'false', gate: 'passed' });
    const first = digestOf(built);
    bench.registry.front.calls.length = 0;
    const again = await bench.run({ tags: 'v2' });
    expect(again.outputs).toMatchObject({
      ...{ status: 'reused', skipped: 'true', digest: first, 'size-delta': '0' },
    });
    expect(calls(upload)).toEqual([]);
    expect(again.log).not.toContain('load build definition');
    await bench.write({ 'app.js': `${APP}\n// changed` });
    const changed = await bench.run({ tags: 'v3' });
    expect(changed.outputs).toMatchObject({ status: 'pushed' });
    expect((await reportOf(changed)).reasons).toEqual(['changed: app.js']);
    images.push(first, digestOf(changed));
    expect(new Set(images).size).toBe(2);
  });

  test('the very same bytes are promoted, verified and rolled back to', async () => {
    const [first = ''] = images;
    for (const digest of images) {
      const promoted = await bench.run(await bench.promotion(digest));
      expect([errors(promoted), promoted.outputs['status'], digestOf(promoted)]).toEqual([
        ...['', 'promoted', digest],
      ]);
    }
    const verified = await bench.run({ mode: 'verify', digest: first, ...bench.there });
    expect([errors(verified), verified.outputs['status']]).toEqual(['', 'verified']);
    expect(verified.summary).toContain('linux/amd64 | passed');
    const back = await bench.run({ mode: 'rollback', environment: 'prod', ...bench.there });
    expect([errors(back), back.outputs['status'], digestOf(back)]).toEqual(['', 'rolled-back', first]);
  });
}

function hostile(): void {
  test('an image that fails a rule, or writes where it must not, never reaches the registry', async () => {
    await workspace({ Dockerfile: DOCKERFILE.replace('USER 65532:65532', 'USER 0'), 'app.js': `${APP}//` });
    const asRoot = await bench.run();
    expect(asRoot.exitCode).toBe(1);
    expect(errors(asRoot)).toContain('numeric-user');
    await workspace({ 'app.js': `require('fs').writeFileSync('/var/cache.txt', 'x');` });
    const writes = await bench.run();
    expect(errors(writes)).toContain('/var/cache.txt');
    expect(writes.outputs).toMatchObject({ status: 'refused', gate: 'failed' });
    expect(calls(upload)).toEqual([]);
  });

  test('a secret that is given to the build is found in the image, and its value is not told', async () => {
    const secret = 'correct-horse-battery-staple';
    await workspace({ 'app.js': `${APP}\n// ${Buffer.from(secret).toString('base64')}` });
    const told = await bench.run({ 'secret-envs': 'npm=NPM_SECRET' }, { NPM_SECRET: secret });
    expect(errors(told)).toContain('no-secrets');
    // GitHub takes the lines that mask out of the log.
    const shown = told.log.split('\n').filter((line) => !line.startsWith('::add-mask::'));
    expect([...shown, told.summary].join('\n')).not.toContain(secret);
    expect(calls(upload)).toEqual([]);
  });
}

function scans(): void {
  test('what the scan finds stops the tags, and is judged anew for an image that is there', async () => {
    await workspace({ 'app.js': `${APP}\n// scanned` });
    const finding = { name: 'CVE-2026-1', severity: 'CRITICAL', description: 'a hole', attributes: [] };
    bench.aws.scans.usual = [{ status: 'COMPLETE', findings: [finding] }];
    const found = await bench.run({ tags: 'scanned' });
    expect(found.outputs).toMatchObject({ status: 'refused' });
    expect(errors(found)).toContain('CVE-2026-1');
    const again = await bench.run({ tags: 'scanned' });
    expect(again.outputs).toMatchObject({ status: 'refused', digest: digestOf(found) });
    expect(again.log).not.toContain('load build definition');
    bench.aws.scans.usual = [{ status: 'COMPLETE', findings: [], completedAt: 0 }];
    const old = await bench.run({ tags: 'scanned', 'scan-timeout': '1s' });
    expect(old.outputs).toMatchObject({ status: 'unproved' });
    expect(old.log).toContain('and a new one was started');
    bench.aws.scans.usual = [{ status: 'UNSUPPORTED_IMAGE' }];
    expect((await bench.run({ tags: 'scanned' })).outputs).toMatchObject({ status: 'unproved' });
    bench.aws.scans.usual = [{ status: 'COMPLETE', findings: [] }];
    expect((await bench.run({ tags: 'scanned' })).outputs).toMatchObject({ status: 'reused' });
  });
}

function later(): void {
  test('a tag that is another image is not overwritten', async () => {
    await workspace({ 'app.js': `${APP}\n// another` });
    const taken = await bench.run({ tags: 'v1' });
    expect(taken.outputs).toMatchObject({ status: 'refused' });
    expect(errors(taken)).toContain('nothing was overwritten');
  });

  test('all mistakes in a Dockerfile are told at their lines before anything is built', async () => {
    await workspace({ Dockerfile: 'FROM node:24\nENV DB_PASSWORD=x\nENTRYPOINT node app.js\n' });
    const told = await bench.run();
    for (const line of [1, 2, 3]) expect(errors(told)).toContain(`file=./Dockerfile,line=${String(line)}`);
    expect(told.log).not.toContain('load build definition');
  });

  test('a plan changes nothing', async () => {
    await workspace({ 'app.js': `${APP}\n// planned` });
    const created = () => bench.aws.calls.filter(({ action }) => action === 'CreateRepository').length;
    const before = created();
    const planned = await bench.run({ mode: 'plan', repository: NEVER_MADE });
    expect([planned.exitCode, planned.outputs['status']]).toEqual([0, 'planned']);
    expect(created()).toBe(before);
    expect(calls(upload)).toEqual([]);
  });
}

function repositories(): void {
  test('a repository that is not as its file says is set right', async () => {
    await workspace({
      'kept.yaml': settings(
        "{ mutableTags: ['env-*', 'pr-*'], scanOnPush: false, lifecyclePolicy: { rules: [] } }",
      ),
    });
    const fixed = await bench.run({ tags: 'kept', 'repository-settings': 'kept.yaml', drift: 'fix' });
    expect([errors(fixed), fixed.outputs['status']]).toEqual(['', 'reused']);
    for (const setting of ['tag mutability', 'scan on push', 'lifecycle policy'])
      expect(fixed.log).toContain(`${setting} was `);
    const looked = await bench.run({ mode: 'drift', 'repository-settings': 'kept.yaml' });
    expect([errors(looked), looked.outputs['status']]).toEqual(['', 'in-sync']);
  });
}
