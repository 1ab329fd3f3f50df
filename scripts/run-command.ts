import { spawn } from 'node:child_process';
import process from 'node:process';

export interface Outcome {
  /** The exit code; 1 when a signal ended it. */
  readonly code: number;
  /** What it wrote to stdout and stderr, in the order of its arrival. */
  readonly output: string;
}

export interface Surroundings {
  readonly cwd: string;
  readonly env?: NodeJS.ProcessEnv;
  /** Milliseconds; then it is killed. */
  readonly timeout?: number;
}

/** Runs a command to its end and keeps what it said. */
export async function runCommand(command: readonly string[], where: Surroundings): Promise<Outcome> {
  const [program = '', ...args] = command;
  const { cwd, env = process.env, timeout = 600_000 } = where;
  const child = spawn(program, args, { cwd, env, stdio: ['ignore', 'pipe', 'pipe'] });
  // spawn's own timer is not cleared where there is no such program, and keeps this process alive until its end.
  const timer = setTimeout(() => child.kill(), timeout);
  let output = '';
  const keep = (chunk: string): void => {
    output += chunk;
  };
  child.stdout.setEncoding('utf8').on('data', keep);
  child.stderr.setEncoding('utf8').on('data', keep);
  const { promise, resolve, reject } = Promise.withResolvers<Outcome>();
  child.on('error', reject);
  child.on('close', (code, signal) => {
    resolve({ code: code ?? 1, output: signal === null ? output : `${output}\nended by ${signal}\n` });
  });
  try {
    return await promise;
  } finally {
    clearTimeout(timer);
  }
}
