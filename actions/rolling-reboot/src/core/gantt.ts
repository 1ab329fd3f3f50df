import type { ReportedNode } from './report.ts';

/** GitHub refuses a step summary above 1 MiB: beyond this many nodes each gets one bar instead of three. */
const DETAILED_UP_TO = 150;

/** A Mermaid gantt of the cycle: stop, start and catch-up of each node. */
export function gantt(nodes: readonly ReportedNode[]): string {
  const detailed = nodes.length <= DETAILED_UP_TO;
  const sections = nodes.flatMap((node) => {
    const bars = detailed ? detailedBars(node) : wholeBar(node);
    return bars.length > 0 ? [`  section ${node.node}`, ...bars] : [];
  });
  if (sections.length === 0) return '';
  return ['```mermaid', 'gantt', '  dateFormat x', '  axisFormat %H:%M:%S', ...sections, '```'].join('\n');
}

function detailedBars({ times }: ReportedNode): string[] {
  return [
    ...bar('stop', times.stopRequested, times.stopped),
    ...bar('start', times.startRequested, times.running),
    ...bar('catch up', times.running, times.back),
    ...bar('stable', times.back, times.restarted),
  ];
}

const wholeBar = ({ times }: ReportedNode): string[] =>
  bar('restart', times.stopRequested ?? times.startRequested, times.restarted);

/** Mermaid draws a bar of no length as a point that cannot be seen: a bar lasts at least a millisecond. */
const bar = (label: string, from: number | undefined, to: number | undefined): string[] =>
  from === undefined || to === undefined
    ? []
    : [`  ${label} : ${String(from)}, ${String(Math.max(to, from + 1))}`];
