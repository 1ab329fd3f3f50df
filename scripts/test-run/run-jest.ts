import { type ChildProcess, spawn } from 'node:child_process';
import path from 'node:path';
import process from 'node:process';
import { createInterface } from 'node:readline';
import type { Readable } from 'node:stream';
import { signalGroup } from '../../lib/adapters/signal-group.ts';
import { endBy } from '../end-by.ts';
import { EVENT_REPORTER, EVENTS_FD } from './event-reporter.ts';
import { RunSoFar } from './run-so-far.ts';
import { type JestEnd, type Tally, tallyOfJest } from './tally.ts';
import type { TestEvent } from './test-event.ts';

export interface JestRun {
  readonly print: (line: string) => void;
  /** How much it gives way to other processes. */
  readonly nice: number;
  /** Ends the run, whatever it is at. */
  readonly deadline: AbortSignal;
}

/** How often it is said what is waited for, and how long something runs before it is. */
const TOLD_EVERY_MS = 60_000;
const LONG_MS = 180_000;

/** Runs jest in a folder, prints what it says as it comes, and counts what it tells. */
export async function runJest(root: string, args: readonly string[], run: JestRun): Promise<Tally> {
  const soFar = new RunSoFar();
  const child = spawnJest(root, args, run.nice);
  const streams = child.stdio as unknown as readonly (Readable | null)[];
  onLine(streams[2], run.print);
  onLine(streams[EVENTS_FD], (line) => {
    soFar.take(JSON.parse(line) as TestEvent, Date.now());
  });
  const watch = setInterval(() => {
    for (const each of soFar.runningFor(LONG_MS, Date.now())) run.print(`waiting for ${each}`);
  }, TOLD_EVERY_MS);
  const ended = await endOf(child, run.deadline);
  clearInterval(watch);
  return tallyOfJest(soFar, ended, Date.now());
}

/** A group of its own: its workers end with it, whatever they are at. */
function spawnJest(root: string, args: readonly string[], nice: number): ChildProcess {
  const flags = ['--experimental-vm-modules', '--disable-warning=ExperimentalWarning'];
  const jest = path.join(root, 'node_modules/.bin/jest');
  const reporters = ['--reporters=default', `--reporters=${EVENT_REPORTER}`];
  const command = ['-n', String(nice), process.execPath, ...flags, jest, '--ci', ...reporters, ...args];
  return spawn('nice', command, { cwd: root, detached: true, stdio: ['ignore', 'ignore', 'pipe', 'pipe'] });
}

async function endOf(child: ChildProcess, deadline: AbortSignal): Promise<JestEnd> {
  const kill = (): void => {
    signalGroup(child, 'SIGKILL');
  };
  process.once('exit', kill);
  const code = await endBy(child, deadline);
  process.off('exit', kill);
  return { exitCode: code ?? 1, inTime: !deadline.aborted };
}

function onLine(stream: Readable | null | undefined, take: (line: string) => void): void {
  if (stream === null || stream === undefined) throw new Error('jest was not given a pipe');
  createInterface({ input: stream }).on('line', take);
}
