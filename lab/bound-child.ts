import { type ChildProcess, type SpawnOptions, spawn } from 'node:child_process';
import { once } from 'node:events';

const living = new Set<ChildProcess>();

/**
 * Starts a process that cannot outlive this one: the kernel kills it when this process ends, even by SIGKILL.
 * `setpriv` replaces itself by the command, so the pid is the command's own.
 * The bond ends at a fork, so the command has to be the program itself or a script that `exec`s it.
 */
export function spawnBound(command: string, args: readonly string[], options: SpawnOptions): ChildProcess {
  const child = spawn('setpriv', ['--pdeathsig', 'KILL', '--', command, ...args], options);
  living.add(child);
  const forget = () => living.delete(child);
  child.once('exit', forget).once('error', forget);
  return child;
}

/** Kills all processes that are still running and waits for their end. */
export async function killBoundChildren(): Promise<void> {
  const ends = [...living].map((child) => once(child, 'exit'));
  for (const child of living) child.kill('SIGKILL');
  await Promise.all(ends);
}
