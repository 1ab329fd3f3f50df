import { formatDuration } from '../../../../lib/core/duration.ts';
import { percentile } from '../../../../lib/core/percentile.ts';
import type { Settings } from './decision.ts';
import type { Seen } from './observation.ts';
import type { Progress, StepTimes } from './progress.ts';
import { ENOUGH_MEASURED, wholeStep } from './step-model.ts';
import { remainingWindow } from '../../../../lib/core/window.ts';

/** From so many on the 95th percentile can be read off. */
const MANY_MEASURED = 20;
/** The slowest of a few is not yet the 95th percentile of all. */
const MARGIN = 1.5;

/** How long a node's restart takes at most in 95 of 100 cases, in milliseconds, and where that is known from. */
interface StepEstimate {
  readonly lasts: number;
  readonly because: string;
  readonly isMeasured: boolean;
}

/** This cycle's own restarts tell most, then those of the last one that was measured. */
function estimateStep({ finished, measured }: Progress, settings: Settings): StepEstimate {
  const own = finished.flatMap(({ times }) => lasted(times));
  if (own.length >= ENOUGH_MEASURED) {
    return { lasts: slowest(own), because: `${String(own.length)} measured restarts`, isMeasured: true };
  }
  if (measured !== undefined) {
    const { steps, cycle } = measured;
    const settles = settings.stabilityChecks * settings.pollInterval;
    const because = `${String(steps.length)} restarts measured in cycle ${cycle}`;
    return { lasts: slowest(steps.map(wholeStep)) + settles, because, isMeasured: true };
  }
  return {
    lasts: settings.stopTimeout + settings.startTimeout + settings.syncTimeout,
    because: 'the time-outs',
    isMeasured: false,
  };
}

/** For so long, in milliseconds, the credentials should hold before a stop. */
export const longestStep = (progress: Progress, settings: Settings): number =>
  estimateStep(progress, settings).lasts;

const slowest = (measured: readonly number[]): number =>
  measured.length >= MANY_MEASURED ? percentile(measured, 95) : Math.max(...measured) * MARGIN;

const lasted = ({ stopRequested, restarted }: StepTimes): number[] =>
  stopRequested === undefined || restarted === undefined ? [] : [restarted - stopRequested];

/**
 * The first restart of a run is asked for no more than the half of a limit, however long others lasted: what never fits
 * would pause every run.
 */
function estimateOf(progress: Progress, settings: Settings, restarted: number): StepEstimate {
  const estimate = estimateStep(progress, settings);
  return { ...estimate, isMeasured: estimate.isMeasured && restarted > 0 };
}

export interface Pause {
  readonly because: string;
  /** A run that begins at once has time again; otherwise a person or the clock is waited for. */
  readonly goesOn: boolean;
}

/** Why no further node may be stopped in this run although all is well; undefined when one may. */
export function pauseReason(seen: Moment, progress: Progress, settings: Settings): Pause | undefined {
  const restarted = progress.finished.filter(({ by }) => by === 'this-run').length + progress.flights.length;
  if (settings.canary && restarted > 0)
    return { because: 'canary: one node was restarted, look at it and run again', goesOn: false };
  const closing = windowReason(seen.at, settings, estimateStep(progress, settings));
  const estimate = estimateOf(progress, settings, restarted);
  const spent =
    shortage(budgetLimit(seen, settings), estimate) ?? shortage(sessionLimit(seen, settings), estimate);
  // One that begins again and again until the window is closed would restart nothing: who restarted nothing goes not on.
  if (spent !== undefined) return { because: spent, goesOn: restarted > 0 && closing === undefined };
  return closing === undefined ? undefined : { because: closing, goesOn: false };
}

type Moment = Pick<Seen, 'at' | 'credentialsEnd'>;

/** A time that a restart has to fit into; all in milliseconds. */
interface Limit {
  readonly what: string;
  readonly left: number;
  /** The time-outs may exceed the whole of it, so that it would never hold a restart: no more than this is asked for. */
  readonly enough: number;
}

function shortage(limit: Limit | undefined, estimate: StepEstimate): string | undefined {
  if (limit === undefined) return undefined;
  const { what, left, enough } = limit;
  const { lasts, because, isMeasured } = estimate;
  const asked = isMeasured ? lasts : Math.min(lasts, enough);
  if (left >= asked) return undefined;
  const capped = asked < lasts ? `, capped at ${formatDuration(asked)}` : '';
  return `${what} has ${formatDuration(left)} left, and a restart may take ${formatDuration(lasts)} (by ${because}${capped})`;
}

const budgetLimit = ({ at }: Moment, { beganAt, endsAt }: Settings): Limit => ({
  what: 'time-budget',
  left: endsAt - at,
  enough: (endsAt - beganAt) / 2,
});

/** A node that is down when the credentials end could not be started again: they hold its stop and its start at least. */
function sessionLimit({ at, credentialsEnd }: Moment, settings: Settings): Limit | undefined {
  if (credentialsEnd === undefined) return undefined;
  // Where nobody can say when they end it may be now.
  const { until = at, because } = credentialsEnd;
  const { beganAt, stopTimeout, startTimeout } = settings;
  const enough = Math.max((until - beganAt) / 2, stopTimeout + startTimeout);
  return { what: `the AWS session (${because})`, left: Math.max(0, until - at), enough };
}

/**
 * What was measured has to fit into what is left of the window, in every run; only where it exceeds the whole window half
 * of that is enough, as it is for time-outs, or nothing would ever be restarted. See docs/decisions/0012.
 */
function windowReason(now: number, { window }: Settings, estimate: StepEstimate): string | undefined {
  if (window === undefined) return undefined;
  const left = remainingWindow(window, now);
  if (left === 0) return `now is outside the window ${window.text}`;
  const limit = { what: `the window ${window.text}`, left, enough: window.lasts / 2 };
  return shortage(limit, { ...estimate, isMeasured: estimate.isMeasured && estimate.lasts <= window.lasts });
}

/** What the operator should know when a restart is begun that the window cannot hold. */
export function windowTooShort(progress: Progress, settings: Settings): string | undefined {
  const { window } = settings;
  const { lasts, because, isMeasured } = estimateStep(progress, settings);
  if (window === undefined || !isMeasured || lasts <= window.lasts) return undefined;
  return (
    `the window ${window.text} lasts ${formatDuration(window.lasts)}, and a restart may take ` +
    `${formatDuration(lasts)} (by ${because}): it may end after the window does`
  );
}
