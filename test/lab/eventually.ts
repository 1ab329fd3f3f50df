import { setTimeout as sleep } from 'node:timers/promises';

const POLL_MS = 30;

/** Polls until a condition holds; throws, naming it, when that takes too long. */
export async function eventually(
  what: string,
  condition: () => boolean | Promise<boolean>,
  timeoutMs = 30_000,
): Promise<void> {
  const deadline = Date.now() + timeoutMs;
  while (!(await condition())) {
    if (Date.now() > deadline) throw new Error(`not within ${String(timeoutMs)} ms: ${what}`);
    await sleep(POLL_MS);
  }
}
