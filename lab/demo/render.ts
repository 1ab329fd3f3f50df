import { formatDuration } from '../../lib/core/duration.ts';
import type { ReportedNode } from '../../actions/rolling-reboot/src/core/report.ts';
import type { Claim } from './claims.ts';
import type { DemoFacts } from './facts.ts';
import { textTable } from './text-table.ts';

/** What happened, for a reader who watched and for one who did not. */
export function render(facts: DemoFacts, claims: readonly Claim[]): string {
  return [
    section('Topics', facts.topics.diff.map((line) => `  ${line}`).join('\n')),
    section('Nodes', nodeTable(facts.reboot.report.nodes)),
    section('Traffic during all of it', trafficTable(facts)),
    section('State topic', facts.ledger.map(ledgerLine).join('\n')),
    section('Slack', facts.slack.map((text) => `  ${text}`).join('\n')),
    section('Was it all true?', claimTable(claims)),
  ].join('\n\n');
}

const section = (title: string, body: string): string => `${title}\n${'═'.repeat(title.length)}\n${body}`;

function nodeTable(nodes: readonly ReportedNode[]): string {
  const lasted = (from: number | undefined, to: number | undefined): string =>
    from === undefined || to === undefined ? '–' : formatDuration(to - from);
  const rows = nodes.map(({ node, zone, did, times, underReplicatedPeak }) => [
    node,
    zone,
    did,
    lasted(times.stopRequested, times.stopped),
    lasted(times.startRequested, times.running),
    lasted(times.running, times.back),
    lasted(times.stopRequested, times.restarted),
    String(underReplicatedPeak),
  ]);
  return textTable(['Node', 'Zone', 'Did', 'Stop', 'Start', 'Catch up', 'In all', 'Under-replicated'], rows);
}

function trafficTable({ witness }: DemoFacts): string {
  const { longestProduceGapMs, longestConsumeGapMs, ...counts } = witness;
  const { produced, acknowledged, consumed, lost, duplicated, reordered, refused } = counts;
  const numbers = { produced, acknowledged, consumed, lost, duplicated, reordered, refused };
  const gaps = {
    'longest produce gap': formatDuration(longestProduceGapMs),
    'longest consume gap': formatDuration(longestConsumeGapMs),
  };
  return textTable(
    [...Object.keys(numbers), ...Object.keys(gaps)],
    [[...Object.values(numbers).map(String), ...Object.values(gaps)]],
  );
}

function ledgerLine(record: DemoFacts['ledger'][number]): string {
  const node = 'node' in record ? record.node : '';
  return `  ${new Date(record.at).toISOString().slice(11, 23)}  ${record.state.padEnd(14)}  ${node}`.trimEnd();
}

const claimTable = (claims: readonly Claim[]): string =>
  textTable(
    ['', 'Claim', 'Seen'],
    claims.map(({ claim, holds, evidence }) => [holds ? '✓' : '✗', claim, evidence]),
  );
