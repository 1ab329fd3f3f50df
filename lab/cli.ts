/** `npm run lab -- up|down|status|logs|env|chaos`: a lab that stays, for exploring. */
import { describeProblem } from '../lib/core/problem.ts';
import { COMMANDS, readCommandLine } from './command-line.ts';
import { RUN } from './commands.ts';
import { LabRefusal } from './kept-lab.ts';
import { StartFailure } from './start-supervisor.ts';

const line = readCommandLine(process.argv.slice(2));
try {
  if (line.ok) {
    const lines = await RUN[line.value.command](line.value);
    process.stdout.write(lines.map((text) => `${text}\n`).join(''));
  } else {
    const usage = Object.entries(COMMANDS).map(([name, what]) => `  ${name.padEnd(8)}${what}`);
    process.stderr.write([...line.problems.map(describeProblem), 'commands:', ...usage, ''].join('\n'));
    process.exitCode = 2;
  }
} catch (error) {
  const isTold = error instanceof LabRefusal || error instanceof StartFailure;
  const text = isTold ? error.message : error instanceof Error ? error.stack : error;
  process.stderr.write(`lab: ${String(text)}\n`);
  process.exitCode = 1;
}
