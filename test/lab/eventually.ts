import { setTimeout as sleep } from 'node:timers/promises';

const POLL_MS = 30;
const PATIENCE_MS = 30_000;

/** Polls until a condition holds; throws, naming it, when that takes too long. */
export async function eventually(
  what: string,
  condition: () => boolean | Promise<boolean>,
  timeoutMs = PATIENCE_MS,
): Promise<void> {
  await found(what, async () => ((await condition()) ? true : undefined), timeoutMs);
}

/** Polls until there is something, and gives it; throws, naming it, when that takes too long. */
export async function found<T>(
  what: string,
  look: () => Promise<T | undefined>,
  timeoutMs = PATIENCE_MS,
): Promise<T> {
  const deadline = Date.now() + timeoutMs;
  for (;;) {
    const seen = await look();
    if (seen !== undefined) return seen;
    if (Date.now() > deadline) throw new Error(`not within ${String(timeoutMs)} ms: ${what}`);
    await sleep(POLL_MS);
  }
}
