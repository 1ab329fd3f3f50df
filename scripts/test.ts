// Runs the stages named (check, unit, lab), or all of them; a failed stage does not keep the next from running.
// The last line of stdout, and only that, reads `N passed, N failed` over everything.
import process from 'node:process';
import { parseArgs } from 'node:util';
import { STAGES } from './test-run/stages.ts';
import { exitCodeOf, lastLine, sum, type Tally } from './test-run/tally.ts';

const { values, positionals } = parseArgs({ options: { root: { type: 'string' } }, allowPositionals: true });
const wanted = positionals.length > 0 ? positionals : Object.keys(STAGES);
const tallies: Tally[] = [];
for (const name of wanted) {
  const stage = STAGES[name];
  if (stage === undefined) throw new Error(`no stage is called ${name}: ${Object.keys(STAGES).join(', ')}`);
  console.log(`== ${name}`);
  tallies.push(await stage(values.root ?? process.cwd()));
}
const total = sum(tallies);
process.exitCode = exitCodeOf(total);
console.log(lastLine(total));
