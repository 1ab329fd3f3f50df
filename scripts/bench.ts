// Runs every bench; each prints its own figures as ratios, which say the same on a slow machine.
import { spawnSync } from 'node:child_process';
import { globSync } from 'node:fs';
import process from 'node:process';

const benches = globSync('test/bench/*.bench.ts').sort();
const failed = benches.filter((bench) => {
  console.log(`== ${bench}`);
  return spawnSync(process.execPath, [bench], { stdio: 'inherit' }).status !== 0;
});
if (failed.length > 0) console.error(`failed: ${failed.join(', ')}`);
process.exitCode = failed.length > 0 || benches.length === 0 ? 1 : 0;
