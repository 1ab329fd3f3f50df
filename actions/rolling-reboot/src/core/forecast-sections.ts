import { formatDuration } from '../../../../lib/core/duration.ts';
import { escapeMarkdown, section, table } from '../../../../lib/core/markdown.ts';
import type { ActualTimes } from './actual-times.ts';
import { advice, describeForecast } from './describe-forecast.ts';
import type { Comparison, Forecast } from './forecast.ts';
import type { Report } from './report.ts';

/** What was forecast, beside what it would be with other widths (of a dry run) or what it really was. */
export function forecastSections({ forecast, actual, comparison }: Report): string[] {
  if (forecast === null) return [];
  return [
    ...section('Forecast', escapeMarkdown(describeForecast(forecast))),
    ...section('Forecast and actual', actual === null ? '' : actualTable(forecast, actual)),
    ...(comparison === null ? [] : widthSections(comparison)),
  ];
}

function actualTable({ p50, p90, steps }: Forecast, { lasted, nodes, of, typical }: ActualTimes): string {
  const head = ['', 'Forecast', 'p90', 'Actual'];
  const whole = `Whole cycle (${String(nodes)} of ${String(of)} nodes in this run)`;
  const rows = (['stop', 'start', 'catchUp'] as const).map((step) => [
    STEP[step],
    formatDuration(steps.typical[step]),
    '–',
    orNone(typical?.[step] ?? null),
  ]);
  return table(head, [...rows, [whole, formatDuration(p50), orNone(p90), formatDuration(lasted)]]);
}

/** A single simulation has no p90. */
const orNone = (milliseconds: number | null): string =>
  milliseconds === null ? '–' : formatDuration(milliseconds);

const STEP = { stop: 'Stop (median)', start: 'Start (median)', catchUp: 'Catch up (median)' } as const;

function widthSections(comparison: Comparison): string[] {
  const rows = comparison.widths.map(({ width, p50, p90, together }) => [
    width === comparison.best ? `**${width}**` : width,
    formatDuration(p50),
    orNone(p90),
    String(together),
  ]);
  const best = advice(comparison);
  return [
    ...section(
      'Widths',
      rows.length === 0 ? '' : table(['max-unavailable', 'p50', 'p90', 'Most down together'], rows),
    ),
    ...(best === undefined ? [] : [escapeMarkdown(`${best}.`)]),
    ...section(
      'Why not faster',
      comparison.whyNotFaster.map((line) => `- ${escapeMarkdown(line)}`).join('\n'),
    ),
  ];
}
