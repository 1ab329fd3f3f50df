import { KafkaUnreachable } from '../../../lib/adapters/kafka/connection-failures.ts';
import type { Log } from '../../hosting/src/log.ts';

interface Waiting {
  readonly log: Log;
  /** Milliseconds, or until the end. */
  readonly pause: (ms: number, end: AbortSignal) => Promise<void>;
  readonly end: AbortSignal;
}

const FIRST_PAUSE_MS = 1_000;
const LONGEST_PAUSE_MS = 10_000;

/** What `open` gives, once a broker can be reached; undefined when the end comes first. Another failure is thrown at once. */
export async function untilReachable<T>(
  open: () => Promise<T>,
  { log, pause, end }: Waiting,
): Promise<T | undefined> {
  for (let ms = FIRST_PAUSE_MS; !end.aborted; ms = Math.min(2 * ms, LONGEST_PAUSE_MS)) {
    try {
      return await open();
    } catch (failure) {
      if (!(failure instanceof KafkaUnreachable)) throw failure;
      log.warn('Kafka cannot be reached yet, it is tried again', { because: failure.message });
      await pause(ms, end);
    }
  }
  return undefined;
}
