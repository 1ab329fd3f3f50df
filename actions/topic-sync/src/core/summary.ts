import { code, escapeMarkdown, table } from '../../../../lib/core/markdown.ts';
import { changeHead, changeRows } from './change-rows.ts';
import { clip } from './clip.ts';
import { isDrifted } from './conclude.ts';
import { counted } from './counted.ts';
import { oneLine } from './describe.ts';
import { furtherSections } from './further-sections.ts';
import { inert } from './inert.ts';
import { STANDINGS } from './operation.ts';
import type { Plan } from './plan.ts';
import type { Result, Status } from './result.ts';

/** The job summary: Markdown in which everything that comes from files and brokers is inert. */
export function renderSummary(result: Result): string {
  const sections = [...opening(result), ...changeTable(result), ...furtherSections(result)];
  return `${sections.join('\n\n')}\n`;
}

/** What comes before the changes. */
export const opening = (result: Result): string[] => [heading(result), facts(result)];

function heading(result: Result): string {
  const { command, status, because } = result;
  const isStraying = command === 'drift' && status === 'in-sync' && isDrifted(result);
  const title = isStraying
    ? '📝 topic-sync drift: drifted'
    : `${SIGNS[status]} topic-sync ${command}: ${status}`;
  return `## ${title}\n\n${escapeMarkdown(sentence(because))}`;
}

const SIGNS: Readonly<Record<Status, string>> = {
  'in-sync': '✅',
  applied: '✅',
  'changes-pending': '📝',
  refused: '⛔',
  stale: '⛔',
  partial: '❌',
  'not-converged': '❌',
};

const sentence = (text: string): string => `${text.charAt(0).toUpperCase()}${text.slice(1)}.`;

function facts({ plan, digest }: Result): string {
  const declared = counted(plan.declared, 'declared topic');
  const cluster = `Cluster ${code(clip(oneLine(plan.clusterId), 100))}`;
  return [cluster, declared, ...standings(plan), `plan digest ${code(digest)}`].join(' · ');
}

/** How many changes the files, somebody in the cluster, and both made since the base. */
function standings({ changes }: Plan): string[] {
  const counts = STANDINGS.map((kind) => [
    kind,
    changes.filter(({ standing }) => standing?.kind === kind).length,
  ]);
  const told = counts
    .filter(([, count]) => count !== 0)
    .map(([kind, count]) => `${String(count)} ${String(kind)}`);
  return told.length === 0 ? [] : [`since the base ${told.join(', ')}`];
}

function changeTable(result: Result): string[] {
  const rows = changeRows(result);
  if (rows.length === 0) return [];
  const shown = rows.filter((row, index) => row.isGrave || index < MOST_ROWS);
  const cells = shown.map((row) => row.cells.map(inert));
  return ['### Changes', table(changeHead(result), cells), ...remainder(rows.length - shown.length)];
}

/** GitHub drops a summary above 1 MiB; what can harm is never cut. */
const MOST_ROWS = 1_000;

const remainder = (count: number): string[] =>
  count === 0 ? [] : [`… and ${counted(count, 'more safe change')}: see the plan file.`];
