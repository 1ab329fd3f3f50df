import type { ReportedNode } from './report.ts';

/** Mermaid draws no text above 50,000 characters: beyond this many nodes each gets one bar instead of four. */
const DETAILED_UP_TO = 150;
const DRAWN_UP_TO = 1_000;

/** A Mermaid gantt of the cycle: stop, start and catch-up of each node. */
export function gantt(nodes: readonly ReportedNode[]): string {
  const sections =
    nodes.length <= DETAILED_UP_TO ? nodes.flatMap(section) : nodes.slice(0, DRAWN_UP_TO).flatMap(wholeBar);
  if (sections.length === 0) return '';
  return ['```mermaid', ...HEAD, ...sections, '```'].join('\n');
}

/** Compact: the bars of a node share one row. */
const HEAD = ['---', 'displayMode: compact', '---', 'gantt', '  dateFormat x', '  axisFormat %H:%M:%S'];

function section(node: ReportedNode): string[] {
  const bars = detailedBars(node);
  return bars.length > 0 ? [`  section ${node.node}`, ...bars] : [];
}

function detailedBars({ times }: ReportedNode): string[] {
  return [
    ...stopBar(times),
    ...bar('start : active,', times.startRequested, times.running),
    ...bar('catch up :', times.running, times.back),
    ...bar('stable : done,', times.back, times.restarted),
  ];
}

/** A rebooted instance does not stop: the cluster sees its node leave. */
const stopBar = ({ stopRequested, stopped, left }: ReportedNode['times']): string[] =>
  stopped === undefined
    ? bar('reboot : crit,', stopRequested, left)
    : bar('stop : crit,', stopRequested, stopped);

const wholeBar = ({ node, times }: ReportedNode): string[] =>
  bar(`${node} :`, times.stopRequested ?? times.startRequested, times.restarted);

/** Mermaid draws a bar of no length as a point that cannot be seen: a bar lasts at least a millisecond. */
const bar = (labelled: string, from: number | undefined, to: number | undefined): string[] =>
  from === undefined || to === undefined
    ? []
    : [`  ${labelled} ${String(from)}, ${String(Math.max(to, from + 1))}`];
