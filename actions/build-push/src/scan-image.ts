import { formatDuration } from '../../../lib/core/duration.ts';
import { judgeScan, type ScanJudgement, type ScanReading } from './core/scan-gate.ts';
import type { Place } from './places.ts';
import type { EcrApi } from './ports.ts';
import type { Session } from './session.ts';

/** How often ECR is asked, in milliseconds. */
const POLL = 10_000;
/** How often the log tells what is waited for, in milliseconds. */
const TOLD_EVERY = 30_000;

/** Waits until the scan of one image has said its last word, or the time is over. */
export async function awaitScan(
  place: Place & { readonly ecr: EcrApi },
  digest: string,
  session: Session,
): Promise<ScanJudgement> {
  const { clock, say } = session.ports;
  const deadline = clock.now() + session.inputs.gates.scanTimeout;
  const readings: ScanReading[] = [];
  let told = -Infinity;
  let started = false;
  for (;;) {
    const reading = await place.ecr.scan(place.repository, digest);
    readings.push({ at: clock.now(), ...reading });
    const judged = judgeScan(readings, clock.now(), deadline);
    if (judged.kind !== 'wait') return judged;
    if (reading.status === 'none' && !started) {
      started = true;
      // A repository without scan on push has none by itself; with enhanced scanning this is refused, and comes by itself.
      await place.ecr.startScan(place.repository, digest);
    }
    if (clock.now() - told >= TOLD_EVERY) {
      told = clock.now();
      say(
        `waiting for the scan of ${digest}: ${judged.because}, ${formatDuration(deadline - clock.now())} left`,
      );
    }
    await clock.sleep(Math.max(Math.min(POLL, deadline - clock.now()), 1));
  }
}
