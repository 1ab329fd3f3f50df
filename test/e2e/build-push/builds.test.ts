import { readFile } from 'node:fs/promises';
import { afterAll, beforeAll, beforeEach, expect, jest, test } from '@jest/globals';
import { taggedDigest } from '../../../lab/registry/tagged-digest.ts';
import { runCommand } from '../../../scripts/run-command.ts';
import type { ActionOutcome } from '../../../lab/runner.ts';
import { describeOnEngine } from '../../lab/on-engine.ts';
import { askedIn, RECORDED } from '../../policies/recorded.ts';
import { APP, BuildPushBench, DOCKERFILE, reportOf, REPOSITORY } from './build-push-bench.ts';

jest.setTimeout(300_000);

/** Of dev, where images are built; prod's is the lab's. */
const DEV = '111122223333';
const CACHE = `${REPOSITORY}-cache`;

let bench: BuildPushBench;

const errors = ({ log }: ActionOutcome): string[] =>
  log.split('\n').filter((line) => line.startsWith('::error'));
const callsTo = (repository: string, kind: RegExp) =>
  bench.registry.front.calls.filter((call) => call.repository === repository && kind.test(call.kind));

describeOnEngine('builds of build-push', () => {
  beforeAll(async () => {
    bench = await BuildPushBench.guarded(DEV);
    await bench.write({ Dockerfile: DOCKERFILE, '.dockerignore': '*\n!app.js\n', 'app.js': APP });
  });
  afterAll(async () => {
    await bench[Symbol.asyncDispose]();
  });
  beforeEach(() => {
    bench.registry.front.calls.length = 0;
    bench.registry.front.faults.clear();
  });

  platforms();
  cache();
  packages();

  test('no role was asked for more or less than is recorded', () => {
    expect(askedIn(bench.aws.calls)).toEqual(RECORDED.builds);
  });
});

/** What policies/README.md says that a repository has to let roles of another account do. */
async function shownPolicy(): Promise<readonly string[]> {
  const readme = await readFile('policies/README.md', 'utf8');
  const [, shown = '[]'] = /"Principal":[\s\S]*?"Action": (\[[^\]]*\])/.exec(readme) ?? [];
  return JSON.parse(shown) as string[];
}

/** Where dev's repository does not let prod's role do one thing that it needs, that is told, and nothing is changed. */
async function refused(digest: string): Promise<void> {
  const asked = bench.aws.calls.length;
  const needed = await shownPolicy();
  expect(needed).toHaveLength(3);
  for (const lacking of needed) {
    await bench.share(needed.filter((each) => each !== lacking));
    const stopped = await bench.run(await bench.promotion(digest));
    expect(stopped.exitCode).toBe(1);
    expect(errors(stopped).join()).toContain(
      `perform: ${lacking} on resource: arn:aws:ecr:eu-west-1:${DEV}:repository/${REPOSITORY}`,
    );
  }
  expect(bench.other.front.calls).toEqual([]);
  // What was refused is nothing that the role needs beside what is recorded.
  bench.aws.calls.splice(asked);
}

function platforms(): void {
  test('an image for two platforms is built, pushed, promoted and verified as one', async () => {
    const both = { platforms: 'linux/amd64,linux/arm64', tags: 'both' };
    const built = await bench.run(both);
    expect([errors(built), built.outputs['status']]).toEqual([[], 'pushed']);
    const { digest = '' } = built.outputs;
    const platforms = JSON.parse(built.outputs['platform-digests'] ?? '{}') as Record<string, string>;
    expect(Object.keys(platforms).sort()).toEqual(['linux/amd64', 'linux/arm64']);
    expect((await reportOf(built)).probes.map(({ platform, outcome }) => `${platform} ${outcome}`)).toEqual([
      'linux/amd64 passed',
      'linux/arm64 skipped',
    ]);
    await refused(digest);
    await bench.share(await shownPolicy());
    const promoted = await bench.run(await bench.promotion(digest));
    expect([errors(promoted), promoted.outputs['digest']]).toEqual([[], digest]);
    expect(await taggedDigest(bench.other, REPOSITORY, 'env-prod')).toBe(digest);
    const verified = await bench.run({ mode: 'verify', digest, ...bench.there });
    expect([errors(verified), verified.outputs['status']]).toEqual([[], 'verified']);
    expect(JSON.parse(verified.outputs['platform-digests'] ?? '{}')).toEqual(platforms);
    for (const platform of Object.values(platforms))
      expect(bench.other.front.calls.some(({ reference }) => reference === platform)).toBe(true);
  });
}

function cache(): void {
  test('layers are kept in ECR, and taken from there by a builder that has none', async () => {
    const cached = { cache: 'ecr', 'content-hash': 'off' };
    const first = await bench.run(cached);
    expect([errors(first), first.outputs['status']]).toEqual([[], 'pushed']);
    expect(callsTo(CACHE, /^manifest-put/).map(({ reference }) => reference)).toContain('layers');
    const prune = ['docker', 'buildx', 'prune', '--all', '--force'];
    await runCommand(prune, { cwd: bench.workspace, env: bench.engine.env });
    bench.registry.front.calls.length = 0;
    const second = await bench.run(cached);
    expect(second.log).toMatch(/importing cache manifest from \S+kafka\/app-cache:layers/);
    expect(callsTo(CACHE, /^manifest-get/)).not.toEqual([]);
    expect([errors(second), second.outputs['status']]).toEqual([[], 'pushed']);
  });

  test('a cache that takes nothing does not fail a build', async () => {
    const refusal = { status: 403, code: 'DENIED', message: 'no' };
    bench.registry.front.faults.order({ about: CACHE, times: 1000, trouble: refusal });
    await bench.write({ 'app.js': `${APP}\n// without a cache` });
    const built = await bench.run({ cache: 'ecr', 'content-hash': 'off' });
    expect([errors(built), built.outputs['status']]).toEqual([[], 'pushed']);
  });
}

function packages(): void {
  test('a list of packages that cannot be made stops the image before it is pushed', async () => {
    await bench.write({ 'app.js': `${APP}\n// with a list` });
    const built = await bench.run({ sbom: 'true' });
    expect(built.exitCode).toBe(1);
    // This builder reaches no registry that has the scanner: that it asked for it shows that it was told to.
    expect(built.log).toContain('docker/buildkit-syft-scanner');
    expect(callsTo(REPOSITORY, /^upload|^manifest-put/)).toEqual([]);
  });
}
