import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, expect, jest, test } from '@jest/globals';
import type { BuildFailure, BuildOutcome } from '../../../lib/adapters/buildx/build-request.ts';
import { buildx } from '../../../lib/adapters/buildx/buildx.ts';
import { describeOnEngine } from '../../lab/on-engine.ts';
import { found } from '../../lab/eventually.ts';
import { type BuildBench, buildBench } from './build-bench.ts';

jest.setTimeout(300_000);

let bench: BuildBench;

function useBench(diskMegabytes?: number): void {
  beforeAll(async () => {
    bench = await buildBench(diskMegabytes === undefined ? {} : { diskMegabytes });
  });
  afterAll(async () => {
    await bench[Symbol.asyncDispose]();
  });
}

function failure(outcome: BuildOutcome): BuildFailure {
  if (outcome.kind === 'failed') return outcome.failure;
  throw new Error('an image was built');
}

describeOnEngine('a build that fails', () => {
  useBench();
  mistakes();
  interruptions();
});

function mistakes(): void {
  test.each([
    ['a file that is not there', 'FROM scratch\n\nCOPY missing.txt /x\n', 3, '/missing.txt'],
    ['an instruction that is none', 'FROM scratch\nFOO bar\n', 2, 'FOO'],
    [
      'a step that fails',
      'FROM base\nUSER 0\nRUN ["/nodejs/bin/node", "-e", "process.exit(3)"]\n',
      3,
      'exit code: 3',
    ],
    ['a stage that is not there', 'FROM scratch\nCOPY --from=none /a /b\n', 2, 'none'],
  ])('names the line of %s', async (_, Dockerfile, line, says) => {
    const told = failure(await bench.build({ Dockerfile }));
    expect(told).toMatchObject({
      kind: 'dockerfile',
      place: { line, file: expect.stringMatching(/Dockerfile$/) },
    });
    expect(told.because).toContain(says);
  });

  test('is told where there is no Dockerfile', async () => {
    expect(failure(await bench.build({ other: '' }))).toMatchObject({
      kind: 'other',
      because: expect.stringContaining('Dockerfile'),
    });
  });
}

function interruptions(): void {
  test('is cancelled', async () => {
    const Dockerfile =
      'FROM base\nRUN ["/nodejs/bin/node", "-e", "console.log(\'begun\'); setTimeout(() => 0, 600000)"]\n';
    const cancel = new AbortController();
    const building = bench.build({ Dockerfile }, {}, cancel.signal);
    await found('the step begins', async () => {
      await sleep(10);
      return bench.lines.some((line) => line.endsWith('begun')) ? true : undefined;
    });
    const asked = performance.now();
    cancel.abort();
    expect(failure(await building).kind).toBe('cancelled');
    expect(performance.now() - asked).toBeLessThan(5_000);
  });

  test('is not begun where the engine does not answer, or is not there', async () => {
    const { env } = bench.engine;
    const request = await bench.context({ Dockerfile: 'FROM scratch\n' });
    const kindIn = async (changed: NodeJS.ProcessEnv) =>
      failure(await buildx({ ...env, ...changed }).build(request, { onLine: () => undefined })).kind;
    expect(await kindIn({ DOCKER_HOST: 'unix:///nowhere' })).toBe('engine-unreachable');
    expect(await kindIn({ PATH: path.join(request.context, 'nothing') })).toBe('docker-missing');
    expect(await kindIn({ DOCKER_CONFIG: request.context })).toBe('buildx-missing');
  });
}

describeOnEngine('a build on a small disk', () => {
  useBench(30);

  test('says that it is full', async () => {
    const big = 'x'.repeat(40_000_000);
    const told = failure(await bench.build({ Dockerfile: 'FROM scratch\nCOPY big /big\n', big }));
    expect(told.kind).toBe('disk-full');
  });
});
