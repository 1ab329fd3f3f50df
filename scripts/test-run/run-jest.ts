import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, readFileSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import process from 'node:process';
import { createInterface } from 'node:readline';
import { type JestReport, type Tally, tallyOfJest } from './tally.ts';

export interface JestRun {
  readonly print: (line: string) => void;
  /** How much it gives way to other processes. */
  readonly nice: number;
}

/** Runs jest in a folder, prints what it says as it comes, and counts from its report. */
export async function runJest(root: string, args: readonly string[], run: JestRun): Promise<Tally> {
  const folder = await mkdtemp(path.join(tmpdir(), 'jest-report-'));
  try {
    const report = path.join(folder, 'report.json');
    const exitCode = await spawnJest(root, [...args, '--ci', '--json', `--outputFile=${report}`], run);
    return tallyOfJest(readReport(report), exitCode);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

async function spawnJest(root: string, args: readonly string[], { print, nice }: JestRun): Promise<number> {
  const flags = ['--experimental-vm-modules', '--disable-warning=ExperimentalWarning'];
  const jest = path.join(root, 'node_modules/.bin/jest');
  // Its stdout would be the report once more; what people read is on stderr.
  const child = spawn('nice', ['-n', String(nice), process.execPath, ...flags, jest, ...args], {
    cwd: root,
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  createInterface({ input: child.stderr }).on('line', print);
  const stop = (signal: NodeJS.Signals): void => {
    child.kill(signal);
  };
  process.once('SIGINT', stop).once('SIGTERM', stop);
  const [code] = (await once(child, 'close')) as [number | null];
  process.off('SIGINT', stop).off('SIGTERM', stop);
  return code ?? 1;
}

function readReport(file: string): JestReport | undefined {
  return existsSync(file) ? (JSON.parse(readFileSync(file, 'utf8')) as JestReport) : undefined;
}
