// Runs every bench, or those whose names begin with one of the arguments; each prints its own figures as ratios, which say the same on a slow machine.
import { spawnSync } from 'node:child_process';
import { globSync } from 'node:fs';
import path from 'node:path';
import process from 'node:process';

const wanted = process.argv.slice(2);
const benches = globSync('test/bench/*.bench.ts')
  .filter((bench) => wanted.length === 0 || wanted.some((name) => path.basename(bench).startsWith(name)))
  .sort();
const failed = benches.filter((bench) => {
  console.log(`== ${bench}`);
  return spawnSync(process.execPath, [bench], { stdio: 'inherit' }).status !== 0;
});
if (failed.length > 0) console.error(`failed: ${failed.join(', ')}`);
process.exitCode = failed.length > 0 || benches.length === 0 ? 1 : 0;
