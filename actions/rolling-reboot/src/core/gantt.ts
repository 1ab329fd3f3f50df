import type { ReportedNode } from './report.ts';

/** Mermaid draws no text above 50,000 characters: beyond this many nodes each gets one bar instead of four. */
const DETAILED_UP_TO = 150;
const DRAWN_UP_TO = 1_000;

/** A Mermaid gantt of the cycle: stop, start and catch-up of each node. */
export function gantt(nodes: readonly ReportedNode[]): string {
  const sections =
    nodes.length <= DETAILED_UP_TO ? nodes.flatMap(section) : nodes.slice(0, DRAWN_UP_TO).flatMap(wholeBar);
  if (sections.length === 0) return '';
  return ['```mermaid', 'gantt', '  dateFormat x', '  axisFormat %H:%M:%S', ...sections, '```'].join('\n');
}

function section(node: ReportedNode): string[] {
  const bars = detailedBars(node);
  return bars.length > 0 ? [`  section ${node.node}`, ...bars] : [];
}

function detailedBars({ times }: ReportedNode): string[] {
  return [
    ...bar('stop', times.stopRequested, times.stopped),
    ...bar('start', times.startRequested, times.running),
    ...bar('catch up', times.running, times.back),
    ...bar('stable', times.back, times.restarted),
  ];
}

const wholeBar = ({ node, times }: ReportedNode): string[] =>
  bar(node, times.stopRequested ?? times.startRequested, times.restarted);

/** Mermaid draws a bar of no length as a point that cannot be seen: a bar lasts at least a millisecond. */
const bar = (label: string, from: number | undefined, to: number | undefined): string[] =>
  from === undefined || to === undefined
    ? []
    : [`  ${label} : ${String(from)}, ${String(Math.max(to, from + 1))}`];
