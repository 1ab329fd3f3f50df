import type { Forecast } from './forecast.ts';
import type { FinishedNode } from './progress.ts';
import type { StepDurations } from './simulate.ts';
import { durationsOf } from './measured-steps.ts';
import { typicalOf } from './step-model.ts';

/** How long it really took, to be read beside the forecast; milliseconds. */
export interface ActualTimes {
  /** From the forecast to the end of this run. */
  readonly lasted: number;
  /** Nodes that this run restarted since the forecast, of those that the forecast was about. */
  readonly nodes: number;
  readonly of: number;
  /** The medians of their steps; null where none was measured. */
  readonly typical: StepDurations | null;
}

/** Null where nothing was forecast. */
export function actualTimes(
  forecast: Forecast | null,
  finished: readonly FinishedNode[],
  endedAt: number,
): ActualTimes | null {
  if (forecast === null) return null;
  const own = finished.filter(({ by }) => by === 'this-run');
  const steps = own.flatMap(({ times }) => durationsOf(times) ?? []);
  return {
    lasted: endedAt - forecast.at,
    nodes: own.length,
    of: forecast.remaining,
    typical: steps.length === 0 ? null : typicalOf(steps),
  };
}
