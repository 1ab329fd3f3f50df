import { PassingFailure } from './passing-failure.ts';

export interface Persistence {
  /** How often a call is tried again. */
  readonly retries: number;
  readonly clock: { now(): number; sleep(milliseconds: number): Promise<void> };
  readonly log: (line: string) => void;
  /** Aborted when the run is asked to end: nothing is tried again then. */
  readonly signal?: AbortSignal | undefined;
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
export async function persist<T>(persistence: Persistence, once: (tries: Tries) => Promise<T>): Promise<T> {
  const tries: Tries = { refusals: 0 };
  for (let failures = 1; ; failures += 1) {
    try {
      return await once(tries);
    } catch (failure) {
      const mayPass = failure instanceof PassingFailure && (await waited(failure, failures, persistence));
      if (!mayPass) throw failure;
    }
  }
}

/** Waits for the next attempt; false: there is none. */
async function waited(
  failure: PassingFailure,
  failures: number,
  { retries, clock, log, signal }: Persistence,
): Promise<boolean> {
  const isAsked = (): boolean => signal?.aborted === true;
  const wait = waitAfter(failure, failures);
  if (failures > retries || wait > MOST_ASKED_MS || isAsked()) return false;
  const count = `${String(failures)} of ${String(retries)}`;
  log(`${failure.message}; trying again in ${String(wait / 1_000)} s (${count})`);
  await clock.sleep(wait);
  // The wait is cut short when the run is asked to end.
  return !isAsked();
}

const waitAfter = ({ retryAfter }: PassingFailure, failures: number): number =>
  retryAfter ?? Math.min(MOST_WAIT_MS, FIRST_WAIT_MS * 2 ** (failures - 1));
