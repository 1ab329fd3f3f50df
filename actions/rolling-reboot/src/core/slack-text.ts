import { formatDuration } from '../../../../lib/core/duration.ts';
import { describeProblem, type Problem } from '../../../../lib/core/problem.ts';
import type { Cycle } from './progress.ts';
import type { Report } from './report.ts';

export interface SlackContext {
  readonly cluster: string;
  /** Where to look at the run; empty outside GitHub. */
  readonly runUrl: string;
}

/** Without Slack's three control characters and on one line: text from outside never becomes a link, a mention or a line. */
const inert = (text: string): string =>
  text
    .replace(/[\r\n]+/g, ' ')
    .replace(/&/g, '&amp;')
    .replace(/</g, '&lt;')
    .replace(/>/g, '&gt;');

const where = ({ cluster, runUrl }: SlackContext): string =>
  runUrl === '' ? `*${inert(cluster)}*` : `*${inert(cluster)}* (<${runUrl}|run>)`;

export function openedText(cycle: Cycle, nodes: number, context: SlackContext): string {
  const verb = cycle.resumed ? 'continues' : 'begins';
  return `:arrows_counterclockwise: Rolling reboot of ${where(context)} ${verb}: ${String(nodes)} nodes to go, cycle ${inert(cycle.id)}`;
}

export function closedText(report: Report, context: SlackContext): string {
  const restarted = report.nodes.filter(({ did }) => did === 'restarted').length;
  const took = formatDuration(report.endedAt - report.startedAt);
  return (
    `:white_check_mark: Rolling reboot of ${where(context)} completed: ${String(restarted)} nodes restarted, ` +
    `this run took ${took}, cycle ${inert(report.cycle ?? 'none')}`
  );
}

export function pausedText(report: Report, because: string, context: SlackContext): string {
  const remaining = `${String(report.remaining.length)} nodes remain`;
  return `:double_vertical_bar: Rolling reboot of ${where(context)} paused, ${remaining}: ${inert(because)}`;
}

export const alertText = (text: string, context: SlackContext): string =>
  `:warning: Rolling reboot of ${where(context)}: ${inert(text)}`;

/** In-flight nodes that could not be brought up again when the run ended. */
export const stuckText = (problems: readonly Problem[], context: SlackContext): string =>
  [`:rotating_light: Rolling reboot of ${where(context)} left nodes down:`, ...listed(problems)].join('\n');

/** A message names this many problems; the run has all of them. */
const MOST_PROBLEMS = 5;

export function haltedText({ problems, remaining }: Report, context: SlackContext): string {
  return [
    `:octagonal_sign: Rolling reboot of ${where(context)} halted, ${String(remaining.length)} nodes remain:`,
    ...listed(problems),
  ].join('\n');
}

function listed(problems: readonly Problem[]): string[] {
  const shown = problems.slice(0, MOST_PROBLEMS).map((problem) => `• ${inert(describeProblem(problem))}`);
  const more = problems.length - shown.length;
  return [...shown, ...(more > 0 ? [`… and ${String(more)} more`] : [])];
}
