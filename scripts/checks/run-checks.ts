import { availableParallelism } from 'node:os';
import path from 'node:path';
import process from 'node:process';
import { formatDuration } from '../../lib/core/duration.ts';
import { type Outcome, runCommand } from '../run-command.ts';
import type { Check } from './check-list.ts';
import type { PassedChecks } from './passed-checks.ts';

export interface CheckResult {
  readonly name: string;
  readonly passed: boolean;
  /** Milliseconds; undefined when it passed before on the very same files, and was not run. */
  readonly took: number | undefined;
}

export interface CheckRun {
  readonly print: (text: string) => void;
  /** How much the checks give way to other processes. */
  readonly nice: number;
  /** Where those that passed are remembered; without it all are run. */
  readonly memory?: PassedChecks;
}

/** A gate takes minutes on a machine that does other things besides. */
const ENDS_WITHIN = 3_600_000;

/** Runs all checks, also after one failed; says what a failed one said, and at the end prints a table. */
export async function runChecks(
  root: string,
  checks: readonly Check[],
  run: CheckRun,
): Promise<CheckResult[]> {
  const state = await run.memory?.state();
  const isKnown = (check: Check): boolean => state !== undefined && run.memory?.has(check, state) === true;
  const unchanged = checks.filter(isKnown).map(({ name }) => ({ name, passed: true, took: undefined }));
  const results: CheckResult[] = [...unchanged];
  const waiting = checks.filter((check) => !isKnown(check));
  const worker = async (): Promise<void> => {
    for (let check = waiting.shift(); check !== undefined; check = waiting.shift())
      results.push(await runCheck(root, check, run));
  };
  await Promise.all(Array.from({ length: Math.min(4, availableParallelism()) }, worker));
  // What passed on files that were changed meanwhile is known of neither state.
  if (state !== undefined && (await run.memory?.state()) === state)
    await run.memory?.keep(
      checks.filter(({ name }) => results.some((each) => each.name === name && each.passed)),
      state,
    );
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
  return await runCommand(['nice', '-n', String(nice), program, ...args], {
    cwd: root,
    env,
    timeout: ENDS_WITHIN,
  });
}

const describe = ({ name, passed, took }: CheckResult): string =>
  `${passed ? 'ok    ' : 'FAILED'}  ${name.padEnd(24)} ${(took === undefined ? 'unchanged' : formatDuration(took)).padStart(9)}`;
