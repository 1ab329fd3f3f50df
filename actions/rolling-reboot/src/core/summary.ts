import { formatDuration } from '../../../../lib/core/duration.ts';
import { code, escapeMarkdown, section, table } from '../../../../lib/core/markdown.ts';
import { describeProblem } from '../../../../lib/core/problem.ts';
import { forecastSections } from './forecast-sections.ts';
import { gantt } from './gantt.ts';
import { partitionName } from './observation.ts';
import type { PlannedStep } from './plan.ts';
import type { Report, ReportedNode } from './report.ts';
import type { Certificate } from './safety.ts';
import { describeEvent } from './scheduled-event.ts';
import type { Wait } from './waits.ts';

const TITLES: Readonly<Record<Report['status'], string>> = {
  completed: '✅ Rolling reboot completed',
  paused: '⏸️ Rolling reboot paused: the next run continues it',
  halted: '🛑 Rolling reboot halted',
  planned: '📋 Rolling reboot planned (dry run: nothing was changed)',
  'nothing-to-do': '✅ Nothing to do',
};

/** The job summary: a render of the report, nothing decided here. */
export function summary(report: Report): string {
  return [
    `## ${TITLES[report.status]}`,
    headline(report),
    ...section('Problems', bullets(report.problems.map(describeProblem))),
    ...section('Scheduled events', eventBullets(report)),
    ...section('Nodes', report.nodes.length > 0 ? nodeTable(report.nodes) : ''),
    gantt(report.nodes),
    ...section('Waited for', report.waits.length > 0 ? waitTable(report.waits) : ''),
    ...(report.plan === null ? [] : section('Plan', planTable(report.plan.steps))),
    ...forecastSections(report),
    ...section(
      'Certificates of the stops',
      report.certificates.length > 0 ? certificateTable(report.certificates) : '',
    ),
    ...section('Warnings', bullets(report.warnings)),
  ]
    .filter((part) => part !== '')
    .join('\n\n');
}

/** GitHub refuses a summary above 1 MiB, and a cluster may have thousands of problems; the report has all of them. */
const MOST_BULLETS = 100;
const LONGEST_BULLET = 1_000;

function bullets(texts: readonly string[]): string {
  const shown = texts
    .slice(0, MOST_BULLETS)
    .map((text) => `- ${escapeMarkdown(text.slice(0, LONGEST_BULLET))}`);
  const more = texts.length - shown.length;
  return [...shown, ...(more > 0 ? [`- and ${String(more)} more: see the report`] : [])].join('\n');
}

const eventBullets = ({ events }: Report): string =>
  bullets(events.map((event) => `${event.node}: ${describeEvent(event)}`));

function headline(report: Report): string {
  const parts = [
    report.cycle === null
      ? ''
      : `Cycle ${code(report.cycle)}${report.resumed ? ', continued from an earlier run' : ''}`,
    `${String(report.nodes.filter(({ did }) => did === 'restarted').length)} restarted`,
    `${String(report.remaining.length)} remaining`,
    `took ${formatDuration(report.endedAt - report.startedAt)}`,
    slowest(report.nodes),
  ];
  return parts.filter((part) => part !== '').join(' · ');
}

function slowest(nodes: readonly ReportedNode[]): string {
  const timed = nodes
    .flatMap(({ node, times }) => {
      const lasted = between(times.stopRequested, times.restarted);
      return lasted === undefined ? [] : [{ node, lasted }];
    })
    .sort((a, b) => b.lasted - a.lasted);
  const [first] = timed;
  return first === undefined ? '' : `slowest ${first.node} (${formatDuration(first.lasted)})`;
}

function nodeTable(nodes: readonly ReportedNode[]): string {
  const head = [
    'Node',
    'Role',
    'Zone',
    'Instance',
    'Did',
    'Stop',
    'Start',
    'Catch up',
    'Stable',
    'Under-replicated (peak)',
  ];
  const rows = nodes.map(({ times, ...node }) => [
    node.node,
    node.role,
    node.zone,
    code(node.instance),
    node.by === 'earlier-run' ? `${node.did} by an earlier run` : node.did,
    lasted(times.stopRequested, times.stopped ?? times.left),
    lasted(times.startRequested, times.running),
    lasted(times.running, times.back),
    lasted(times.back, times.restarted),
    String(node.underReplicatedPeak),
  ]);
  return table(head, rows);
}

function waitTable(waits: readonly Wait[]): string {
  const rows = waits.map(({ reason, lasted, example }) => [
    reason,
    formatDuration(lasted),
    escapeMarkdown(example.slice(0, LONGEST_BULLET)),
  ]);
  return table(['What', 'How long', 'Such as'], rows);
}

const between = (from: number | undefined, to: number | undefined): number | undefined =>
  from === undefined || to === undefined ? undefined : to - from;

function lasted(from: number | undefined, to: number | undefined): string {
  const milliseconds = between(from, to);
  return milliseconds === undefined ? '–' : formatDuration(milliseconds);
}

function planTable(steps: readonly PlannedStep[]): string {
  if (steps.length === 0) return '';
  const rows = steps.map((step, index) => [
    String(index + 1),
    step.node,
    step.action,
    `+${formatDuration(step.from)}`,
    step.to === null ? '–' : formatDuration(step.to - step.from),
    escapeMarkdown(step.because),
  ]);
  return table(['Step', 'Node', 'Action', 'Begins', 'Lasts', 'Because'], rows);
}

function certificateTable(certificates: readonly Certificate[]): string {
  const rows = certificates.map(({ node, tightest, voters }) => [
    node,
    tightest === null ? '–' : code(partitionName(tightest)),
    tightest === null ? '–' : `${tightest.left.join(', ')} (minimum ${String(tightest.minimum)})`,
    voters === null ? '–' : `${String(voters.left)} of ${String(voters.of)} (needs ${String(voters.needed)})`,
  ]);
  return table(['Node', 'Tightest partition', 'In-sync replicas left', 'Voters left'], rows);
}
