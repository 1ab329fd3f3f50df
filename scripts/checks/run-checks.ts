import { availableParallelism } from 'node:os';
import path from 'node:path';
import process from 'node:process';
import { formatDuration } from '../../lib/core/duration.ts';
import { type Outcome, runCommand } from '../run-command.ts';
import type { Check } from './check-list.ts';

export interface CheckResult {
  readonly name: string;
  readonly passed: boolean;
  /** Milliseconds. */
  readonly took: number;
}

export interface CheckRun {
  readonly print: (text: string) => void;
  /** How much the checks give way to other processes. */
  readonly nice: number;
}

/** Runs all checks, also after one failed; says what a failed one said, and at the end prints a table. */
export async function runChecks(
  root: string,
  checks: readonly Check[],
  run: CheckRun,
): Promise<CheckResult[]> {
  const results: CheckResult[] = [];
  const waiting = [...checks];
  const worker = async (): Promise<void> => {
    for (let check = waiting.shift(); check !== undefined; check = waiting.shift())
      results.push(await runCheck(root, check, run));
  };
  await Promise.all(Array.from({ length: Math.min(4, availableParallelism()) }, worker));
  run.print(results.map(describe).join('\n'));
  return results;
}

async function runCheck(
  root: string,
  { name, command }: Check,
  { print, nice }: CheckRun,
): Promise<CheckResult> {
  const started = performance.now();
  const { code, output } = await startTool(root, command, nice);
  if (code !== 0) print(`--- ${name}: ${command.join(' ')}\n${output.trimEnd()}\n---`);
  return { name, passed: code === 0, took: performance.now() - started };
}

/** The project's own Node and tools, whatever the machine has. */
async function startTool(root: string, command: Check['command'], nice: number): Promise<Outcome> {
  const bin = path.join(root, 'node_modules/.bin');
  const env = { ...process.env, PATH: `${bin}${path.delimiter}${process.env['PATH'] ?? ''}` };
  const [tool, ...args] = command;
  const program = tool === 'node' ? process.execPath : tool;
  return await runCommand(['nice', '-n', String(nice), program, ...args], { cwd: root, env });
}

const describe = ({ name, passed, took }: CheckResult): string =>
  `${passed ? 'ok    ' : 'FAILED'}  ${name.padEnd(24)} ${formatDuration(took).padStart(7)}`;
