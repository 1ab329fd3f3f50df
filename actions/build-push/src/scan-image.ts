import { WorldFailure } from '../../../lib/core/world-failure.ts';
import { formatDuration } from '../../../lib/core/duration.ts';
import { judgeScan, type ScanJudgement, type TimedReading } from './core/scan-gate.ts';
import { Rescan, type ScannedPlace } from './rescan.ts';
import type { Session } from './session.ts';

/** How often ECR is asked, in milliseconds. */
const POLL = 10_000;
/** How often the log tells what is waited for, in milliseconds. */
const TOLD_EVERY = 30_000;

/** Waits until the scan of one image has said its last word, or the time is over. One that is old or failed is made again. */
export async function awaitScan(
  place: ScannedPlace,
  digest: string,
  session: Session,
): Promise<ScanJudgement> {
  const { clock, cancelled } = session.ports;
  const deadline = clock.now() + session.inputs.gates.scanTimeout;
  const readings: TimedReading[] = [];
  const news = { told: -Infinity };
  const rescan = new Rescan(place, digest, session);
  for (;;) {
    const reading = { at: clock.now(), ...(await place.ecr.scan(place.repository, digest)) };
    if (await rescan.isWordOf(reading)) readings.push(reading);
    const judged = judgeScan(readings, clock.now(), deadline);
    if (judged.kind !== 'wait') return judged;
    if (cancelled.aborted) throw new WorldFailure(CANCELLED);
    tellWait(`${digest}: ${judged.because}`, { deadline, news }, session);
    await clock.sleep(Math.max(Math.min(POLL, deadline - clock.now()), 1));
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
