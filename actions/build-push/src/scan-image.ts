import { WorldFailure } from '../../../lib/core/world-failure.ts';
import { formatDuration } from '../../../lib/core/duration.ts';
import { judgeScan, type ScanJudgement, type TimedReading } from './core/scan-gate.ts';
import type { Place } from './places.ts';
import type { EcrApi } from './ports.ts';
import type { Session } from './session.ts';

/** How often ECR is asked, in milliseconds. */
const POLL = 10_000;
/** How often the log tells what is waited for, in milliseconds. */
const TOLD_EVERY = 30_000;

/** A place whose registry scans. */
export type ScannedPlace = Place & { readonly ecr: EcrApi };

/** Waits until the scan of one image has said its last word, or the time is over. */
export async function awaitScan(
  place: ScannedPlace,
  digest: string,
  session: Session,
): Promise<ScanJudgement> {
  const { clock, cancelled } = session.ports;
  const deadline = clock.now() + session.inputs.gates.scanTimeout;
  const readings: TimedReading[] = [];
  const news = { told: -Infinity, started: changesNothing(session) };
  for (;;) {
    const reading = await place.ecr.scan(place.repository, digest);
    readings.push({ at: clock.now(), ...reading });
    const judged = judgeScan(readings, clock.now(), deadline);
    if (judged.kind !== 'wait') return judged;
    if (cancelled.aborted) throw new WorldFailure(CANCELLED);
    if (reading.status === 'none' && !news.started) {
      news.started = true;
      await startScan(place, digest, session);
    }
    tellWait(`${digest}: ${judged.because}`, { deadline, news }, session);
    await clock.sleep(Math.max(Math.min(POLL, deadline - clock.now()), 1));
  }
}

/**
 * A repository without scan on push has none by itself; with enhanced scanning this is refused, and it comes by itself.
 * Whoever may not start one may still wait.
 */
async function startScan(
  { ecr, repository }: ScannedPlace,
  digest: string,
  { ports }: Session,
): Promise<void> {
  try {
    await ecr.startScan(repository, digest);
  } catch (failure) {
    if (!(failure instanceof WorldFailure)) throw failure;
    ports.say(failure.message);
  }
}

interface Waiting {
  readonly deadline: number;
  readonly news: { told: number };
}

function tellWait(what: string, { deadline, news }: Waiting, { ports: { clock, say } }: Session): void {
  const now = clock.now();
  if (now - news.told < TOLD_EVERY) return;
  news.told = now;
  say(`waiting for the scan of ${what}, ${formatDuration(deadline - now)} left`);
}

const CANCELLED = 'The run was asked to end while the scan was waited for. No tag was written: run again.';

const changesNothing = ({ inputs }: Session): boolean => inputs.dryRun || inputs.mode === 'verify';
