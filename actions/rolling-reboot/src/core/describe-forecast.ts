import { formatDuration } from '../../../../lib/core/duration.ts';
import type { Comparison, Forecast, StepsUsed } from './forecast.ts';

/** `21m00s (p90 25m00s), by 20 simulation(s) ...` */
export function describeForecast({ p50, p90, simulations, steps }: Forecast): string {
  return `${formatDuration(p50)}${slowOne(p90)}, by ${String(simulations)} simulation(s) with ${describeSteps(steps)}`;
}

/** After a single simulation there is no p90 to tell. */
const slowOne = (p90: number | null): string => (p90 === null ? '' : ` (p90 ${formatDuration(p90)})`);

function describeSteps({ kind, cycle, nodes, typical }: StepsUsed): string {
  const { stop, start, catchUp } = typical;
  const times = `stop ${formatDuration(stop)}, start ${formatDuration(start)}, catch up ${formatDuration(catchUp)}`;
  switch (kind) {
    case 'measured':
      return `steps measured in cycle ${cycle ?? ''} (${String(nodes)} nodes, medians: ${times})`;
    case 'assumed':
      return `assumed steps (${times}): no cycle was measured yet`;
  }
}

/** One line for each width. */
export const describeWidths = ({ widths }: Comparison): string[] =>
  widths.map(({ width, p50, p90, together }) => {
    const times = `${formatDuration(p50)}${slowOne(p90)}`;
    return `max-unavailable ${width}: ${times}, at most ${String(together)} down together`;
  });

/** What to set, where the widths differ at all. */
export function advice({ widths, best }: Comparison): string | undefined {
  const chosen = widths.find(({ width }) => width === best);
  if (chosen === undefined || widths.length < 2) return undefined;
  return `max-unavailable ${best} is the narrowest that is nearly as fast as the fastest (${formatDuration(chosen.p50)})`;
}
