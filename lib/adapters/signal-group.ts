import type { ChildProcess } from 'node:child_process';
import process from 'node:process';

/** Signals a child that was started `detached`, and all that it has started; nothing where they have ended. */
export function signalGroup({ pid }: Pick<ChildProcess, 'pid'>, signal: NodeJS.Signals): void {
  if (pid === undefined) return;
  try {
    process.kill(-pid, signal);
  } catch (failure) {
    if ((failure as NodeJS.ErrnoException).code !== 'ESRCH') throw failure;
  }
}
