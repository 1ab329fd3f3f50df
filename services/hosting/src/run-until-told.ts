import { describeProblem, ProblemsFound } from '../../../lib/core/problem.ts';
import { WorldFailure } from '../../../lib/core/world-failure.ts';
import type { Log } from './log.ts';

/** Shorter than the minute after which a pod is killed: a log line and an exit code say more than SIGKILL. */
const WATCHDOG_MS = 50_000;

/**
 * Runs a service until it ends by itself or is told to (SIGTERM, SIGINT), then exits. The story gets a signal that says
 * when it is told, and resolves with the exit code.
 */
export async function runUntilTold(
  log: Log,
  story: (end: AbortSignal) => Promise<number>,
  watchdogMs = WATCHDOG_MS,
): Promise<void> {
  const end = new AbortController();
  for (const name of ['SIGTERM', 'SIGINT'] as const) {
    process.on(name, () => {
      if (end.signal.aborted) return;
      log.info('ending', { signal: name });
      setTimeout(() => {
        log.error('still not ended: giving up', { seconds: watchdogMs / 1000 });
        process.exit(1);
      }, watchdogMs).unref();
      end.abort();
    });
  }
  const code = await story(end.signal).catch((failure: unknown) => explain(failure, end.signal, log));
  log.info('ended', { code });
  process.exit(code);
}

function explain(failure: unknown, end: AbortSignal, log: Log): number {
  if (failure instanceof ProblemsFound) {
    for (const problem of failure.problems) log.error(describeProblem(problem));
  } else if (failure instanceof WorldFailure) {
    log.error(failure.message, { failure });
  } else if (end.aborted && failure instanceof Error && failure.name === 'AbortError') {
    return 0;
  } else {
    log.error('this is a bug: please report it with the stack', { failure });
  }
  return 1;
}
