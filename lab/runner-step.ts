import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { constants } from 'node:os';
import { createInterface } from 'node:readline';
import type { Readable } from 'node:stream';
import { spawnBound } from './bound-child.ts';

export interface StepOptions {
  readonly cwd: string;
  readonly env: Readonly<Record<string, string>>;
  readonly onLine: (line: string) => void;
}

export interface StepEnd {
  readonly exitCode: number;
  /** By SIGKILL. */
  readonly killed: boolean;
}

/** Starts a script under this Node, telling its lines; `ended` resolves when all lines were told. */
export function startStep(
  script: string,
  options: StepOptions,
): { child: ChildProcess; ended: Promise<StepEnd> } {
  const { cwd, env, onLine } = options;
  const child = spawnBound(process.execPath, [script], { cwd, env, stdio: ['ignore', 'pipe', 'pipe'] });
  for (const stream of [child.stdout, child.stderr]) tellLines(stream, onLine);
  const ended = once(child, 'close').then(([code, signal]) =>
    describeEnd(code as number | null, signal as NodeJS.Signals | null),
  );
  return { child, ended };
}

function tellLines(stream: Readable | null, onLine: (line: string) => void): void {
  if (stream !== null) createInterface({ input: stream }).on('line', onLine);
}

function describeEnd(code: number | null, signal: NodeJS.Signals | null): StepEnd {
  const exitCode = code ?? 128 + (signal === null ? 0 : constants.signals[signal]);
  return { exitCode, killed: signal === 'SIGKILL' };
}
