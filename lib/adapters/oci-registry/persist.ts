import { PassingFailure } from './passing-failure.ts';

export interface Persistence {
  /** How often a call is tried again. */
  readonly retries: number;
  readonly clock: { now(): number; sleep(milliseconds: number): Promise<void> };
  readonly log: (line: string) => void;
}

/** What one call has been through, over all its attempts. */
export interface Tries {
  /** How often it was answered 401 or 403 though it came with a login. */
  refusals: number;
}

const FIRST_WAIT_MS = 1_000;
const MOST_WAIT_MS = 30_000;
/** Longer than that is no wait but a refusal: the call is given up with what the registry said. */
const MOST_ASKED_MS = 300_000;

/** Tries again what may pass, as often as allowed, and tells each time what it was. */
export async function persist<T>(
  { retries, clock, log }: Persistence,
  once: (tries: Tries) => Promise<T>,
): Promise<T> {
  const tries: Tries = { refusals: 0 };
  for (let failures = 1; ; failures += 1) {
    try {
      return await once(tries);
    } catch (failure) {
      if (!(failure instanceof PassingFailure) || failures > retries) throw failure;
      const wait = waitAfter(failure, failures);
      if (wait > MOST_ASKED_MS) throw failure;
      log(
        `${failure.message}; trying again in ${String(wait / 1_000)} s (${String(failures)} of ${String(retries)})`,
      );
      await clock.sleep(wait);
    }
  }
}

const waitAfter = ({ retryAfter }: PassingFailure, failures: number): number =>
  retryAfter ?? Math.min(MOST_WAIT_MS, FIRST_WAIT_MS * 2 ** (failures - 1));
