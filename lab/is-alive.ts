import { readFileSync } from 'node:fs';

/** Whether a process of this id runs, whoever owns it; one that has ended and waits to be reaped does not. */
export function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
  } catch (error) {
    return error instanceof Error && 'code' in error && error.code === 'EPERM';
  }
  return stateOf(pid) !== 'Z';
}

/** As in proc_pid_stat(5); undefined where it cannot be read. */
function stateOf(pid: number): string | undefined {
  try {
    // The name of the program stands before it, in parentheses, and may hold any character.
    return readFileSync(`/proc/${String(pid)}/stat`, 'utf8')
      .split(') ')
      .at(-1)?.[0];
  } catch {
    return undefined;
  }
}
