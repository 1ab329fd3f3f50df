import { readFileSync, readdirSync } from 'node:fs';

/** The pids of a process's living children. */
export function childrenOf(parent: number): number[] {
  const pids = readdirSync('/proc').filter((name) => /^\d+$/.test(name));
  return pids.map(Number).filter((pid) => parentOf(pid) === parent);
}

/** A zombie has ended: it only waits to be counted. */
export function isRunning(pid: number): boolean {
  return !['', 'Z', 'X'].includes(statusOf(pid)[0] ?? '');
}

const parentOf = (pid: number): number => Number(statusOf(pid)[1] ?? 0);

/** State and parent; what comes before them is the name in brackets, which can hold anything. */
function statusOf(pid: number): string[] {
  try {
    const text = readFileSync(`/proc/${String(pid)}/stat`, 'utf8');
    return text.slice(text.lastIndexOf(')') + 2).split(' ');
  } catch {
    return [];
  }
}
