import { chmod, mkdir, writeFile } from 'node:fs/promises';
import path from 'node:path';
import process from 'node:process';
import { expect, test } from '@jest/globals';
import { jobResults } from './job-results.ts';
import type { WorkflowBench } from './workflow-bench.ts';

/** A PATH with a `make` that runs nothing, and fails for one target. */
async function makeThatFails(bench: WorkflowBench, target: string): Promise<string> {
  const folder = path.join(bench.folder, `make-${target}`);
  await mkdir(folder, { recursive: true });
  await writeFile(path.join(folder, 'make'), `#!/bin/sh\n[ "$1" != ${target} ]\n`);
  await chmod(path.join(folder, 'make'), 0o755);
  return [folder, process.env['PATH'] ?? ''].join(path.delimiter);
}

export function ciScenarios(ofBench: () => WorkflowBench): void {
  test.each([
    ['nothing', ['check success', 'ci-ok success', 'test success']],
    ['check', ['check failure', 'ci-ok failure', 'test success']],
    ['test', ['check success', 'ci-ok failure', 'test failure']],
  ])('the one gate is closed where %s fails', async (target, expected) => {
    const bench = ofBench();
    const PATH = await makeThatFails(bench, target);
    const run = await bench.run({ workflow: 'ci.yml', event: 'push', env: { PATH } });
    expect(jobResults(run).sort()).toEqual(expected);
  });
}
