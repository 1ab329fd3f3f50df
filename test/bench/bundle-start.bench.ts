// How big each bundle is, and how long it takes to load it and refuse its inputs, against an empty Node.
import { spawnSync } from 'node:child_process';
import { globSync, statSync } from 'node:fs';
import process from 'node:process';

const RUNS = 7;

const empty = medianStart(['-e', '0']);
console.log(`empty node: ${empty.toFixed(0)} ms`);
for (const bundle of globSync('actions/*/dist/index.js').sort()) {
  const start = medianStart([bundle]);
  const megabytes = (statSync(bundle).size / 1_000_000).toFixed(2);
  const times = (start / empty).toFixed(1);
  console.log(`${bundle}: ${megabytes} MB, starts in ${start.toFixed(0)} ms, ${times} x an empty node`);
}

/** Milliseconds of the median of some runs, without inputs and without the runner's environment. */
function medianStart(args: readonly string[]): number {
  const env = { PATH: process.env['PATH'] };
  const times = Array.from({ length: RUNS }, () => {
    const started = performance.now();
    spawnSync(process.execPath, args, { env, stdio: 'ignore', timeout: 10_000 });
    return performance.now() - started;
  });
  return times.sort((left, right) => left - right)[Math.floor(RUNS / 2)] ?? Number.NaN;
}
