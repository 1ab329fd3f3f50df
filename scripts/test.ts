// Runs the stages named (check, unit, lab), or all of them: what only computes beside what waits for real clusters. A
// failed stage does not keep the next from running. At the end it says again what failed; the last line of stdout, and
// only that, reads `N passed, N failed`.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { constants } from 'node:os';
import process from 'node:process';
import { parseArgs } from 'node:util';
import { runStages, type Stage } from './test-run/run-stages.ts';
import { STAGES } from './test-run/stages.ts';
import { exitCodeOf, lastLines } from './test-run/tally.ts';

// What it has started ends with it.
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const)
  process.once(signal, () => process.exit(128 + constants.signals[signal]));

const { values, positionals } = parseArgs({ options: { root: { type: 'string' } }, allowPositionals: true });
const wanted = positionals.length > 0 ? positionals : Object.keys(STAGES);
// Hundreds of programs of Node.js are started, most of them the same few: what it has compiled is kept for the run.
const compiled = mkdtempSync(path.join(tmpdir(), 'compiled-'));
process.on('exit', () => {
  rmSync(compiled, { recursive: true, force: true });
});
process.env['NODE_COMPILE_CACHE'] ??= compiled;
const total = await runStages(
  Object.fromEntries(wanted.map(stageNamed)),
  values.root ?? process.cwd(),
  (line) => {
    console.log(line);
  },
);
process.exitCode = exitCodeOf(total);
for (const line of lastLines(total)) console.log(line);

function stageNamed(name: string): [string, Stage] {
  const stage = STAGES[name];
  if (stage === undefined) throw new Error(`no stage is called ${name}: ${Object.keys(STAGES).join(', ')}`);
  return [name, stage];
}
