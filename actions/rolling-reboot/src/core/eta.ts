import { formatDuration } from '../../../../lib/core/duration.ts';
import type { Forecast } from './forecast.ts';
import { ENOUGH_MEASURED } from './step-model.ts';

export interface Remaining {
  /** Nodes of the cycle, and those among them that are restarted. */
  readonly nodes: number;
  readonly done: number;
  /** Milliseconds since the epoch. */
  readonly now: number;
}

/** `3 of 9 done, about 40m left (p90 55m)`: by the pace since the forecast once some nodes were restarted, else by the forecast. */
export function eta({ nodes, done, now }: Remaining, forecast: Forecast | null): string {
  const far = `${String(done)} of ${String(nodes)} done`;
  if (forecast === null || done >= nodes) return far;
  const since = done - (nodes - forecast.remaining);
  const pace = since >= ENOUGH_MEASURED ? (now - forecast.at) / since : forecast.p50 / forecast.remaining;
  const left = pace * (nodes - done);
  return `${far}, about ${formatDuration(left)} left${slowOne(left, forecast)}`;
}

const slowOne = (left: number, { p50, p90 }: Forecast): string =>
  p90 === null ? '' : ` (p90 ${formatDuration(left * (p90 / p50))})`;
