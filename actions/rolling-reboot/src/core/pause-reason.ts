import { formatDuration } from '../../../../lib/core/duration.ts';
import { percentile } from '../../../../lib/core/percentile.ts';
import type { Settings } from './decision.ts';
import type { Seen } from './observation.ts';
import type { Progress, StepTimes } from './progress.ts';
import { ENOUGH_MEASURED, wholeStep } from './step-model.ts';
import { remainingWindow } from './window.ts';

/** From so many on the 95th percentile can be read off. */
const MANY_MEASURED = 20;
/** The slowest of a few is not yet the 95th percentile of all. */
const MARGIN = 1.5;

/** How long a node's restart takes at most in 95 of 100 cases, in milliseconds, and where that is known from. */
interface StepEstimate {
  readonly lasts: number;
  readonly because: string;
}

/** This cycle's own restarts tell most, then those of the last one that was measured. */
function estimateStep({ finished, measured }: Progress, settings: Settings): StepEstimate {
  const own = finished.flatMap(({ times }) => lasted(times));
  if (own.length >= ENOUGH_MEASURED) {
    return { lasts: slowest(own), because: `${String(own.length)} measured restarts` };
  }
  if (measured !== undefined) {
    const { steps, cycle } = measured;
    const settles = settings.stabilityChecks * settings.pollInterval;
    const because = `${String(steps.length)} restarts measured in cycle ${cycle}`;
    return { lasts: slowest(steps.map(wholeStep)) + settles, because };
  }
  return {
    lasts: settings.stopTimeout + settings.startTimeout + settings.syncTimeout,
    because: 'the time-outs',
  };
}

const slowest = (measured: readonly number[]): number =>
  measured.length >= MANY_MEASURED ? percentile(measured, 95) : Math.max(...measured) * MARGIN;

const lasted = ({ stopRequested, restarted }: StepTimes): number[] =>
  stopRequested === undefined || restarted === undefined ? [] : [restarted - stopRequested];

/** Why no further node may be stopped in this run although all is well; undefined when one may. */
export function pauseReason(seen: Moment, progress: Progress, settings: Settings): string | undefined {
  const restarted = progress.finished.filter(({ by }) => by === 'this-run').length + progress.flights.length;
  if (settings.canary && restarted > 0) return 'canary: one node was restarted, look at it and run again';
  const { lasts, because } = estimateStep(progress, settings);
  const short = (what: string, left: number): string =>
    `${what} has ${formatDuration(left)} left, and a restart may take ${formatDuration(lasts)} (by ${because})`;
  const left = settings.endsAt - seen.at;
  if (left < lasts) return short('time-budget', left);
  const shortage = { lasts, short };
  return credentialsReason(seen, shortage) ?? windowReason(seen.at, settings, shortage);
}

type Moment = Pick<Seen, 'at' | 'credentialsEnd'>;

interface Shortage {
  readonly lasts: number;
  readonly short: (what: string, left: number) => string;
}

/** A node that is down when the credentials end could not be started again. */
function credentialsReason({ at, credentialsEnd }: Moment, { lasts, short }: Shortage): string | undefined {
  // Where nobody can say when they end it is a finding, which halts.
  if (credentialsEnd?.until === undefined) return undefined;
  const left = Math.max(0, credentialsEnd.until - at);
  return left < lasts ? short(`the AWS session (${credentialsEnd.because})`, left) : undefined;
}

/** Without measured steps the time-outs may exceed the whole window: half of the window is asked for at most. */
function windowReason(now: number, { window }: Settings, { lasts, short }: Shortage): string | undefined {
  if (window === undefined) return undefined;
  const left = remainingWindow(window, now);
  if (left === 0) return `now is outside the window ${window.text}`;
  return left < Math.min(lasts, window.lasts / 2) ? short(`the window ${window.text}`, left) : undefined;
}
