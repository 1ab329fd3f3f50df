import type { ChildProcess } from 'node:child_process';

const TERM_AFTER_MS = 7500;
const KILL_AFTER_MS = 10_000;

/** Ends a process as the GitHub runner does when a job is cancelled. */
export function cancelAsRunner(child: ChildProcess): void {
  child.kill('SIGINT');
  const timers = [
    setTimeout(() => child.kill('SIGTERM'), TERM_AFTER_MS),
    setTimeout(() => child.kill('SIGKILL'), KILL_AFTER_MS),
  ];
  child.once('exit', () => {
    for (const timer of timers) clearTimeout(timer);
  });
}
