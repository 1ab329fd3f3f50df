import type { Problem } from '../../../../../lib/core/problem.ts';
import { escapeMarkdown, table } from '../../../../../lib/core/markdown.ts';
import { counted } from '../counted.ts';
import { oneLine } from '../describe.ts';
import type { LeftOut } from './topic-draft.ts';

/** What an export wrote, and what it did not. */
export interface Exported {
  /** How many topics have a document now. */
  readonly topics: number;
  /** The files that were written; those that said the same before are not among them. */
  readonly written: readonly string[];
  readonly unchanged: readonly string[];
  readonly leftOut: readonly LeftOut[];
  /** What files of another tool say that has no place in the documents. */
  readonly findings: readonly Problem[];
  /** What of it the policies do not allow: a plan refuses the files until that is mended or waived. */
  readonly violations: readonly Problem[];
}

/** One sentence: how many topics, and where they are. */
export function exportConclusion({ topics, written, unchanged }: Exported): string {
  const same = unchanged.length === 0 ? '' : `, ${counted(unchanged.length, 'file')} as before`;
  return `${counted(topics, 'topic')} exported: ${counted(written.length, 'file')} written${same}.`;
}

export const leftOutLine = ({ topic, config, because }: LeftOut): string =>
  oneLine(`${topic}${config === null ? '' : `: ${config}`}: ${because}`);

/** GitHub drops a summary above 1 MiB. */
const MOST_ROWS = 1_000;

/** The job summary. */
export function renderExport(exported: Exported): string {
  const { written, unchanged, leftOut, findings, violations } = exported;
  const files = [
    ...written.map((file) => [inert(file), 'written']),
    ...unchanged.map((file) => [inert(file), 'as before']),
  ];
  const parts = [
    `## 📦 topic-sync export\n\n${exportConclusion(exported)}`,
    ...rows('Files', ['File', ''], files),
    ...rows('Left out', ['Topic', 'Config', 'Because'], leftOut.map(leftOutCells)),
    ...rows(
      'Against the policies',
      ['What', ''],
      violations.map(({ what, fix }) => [what, fix].map(inert)),
    ),
    ...rows(
      'Not converted',
      ['At', 'What', ''],
      findings.map(({ where, what, fix }) => [where, what, fix].map(inert)),
    ),
  ];
  return `${parts.join('\n\n')}\n`;
}

const leftOutCells = ({ topic, config, because }: LeftOut): string[] =>
  [topic, config ?? '(the whole topic)', because].map(inert);

function rows(title: string, head: string[], all: string[][]): string[] {
  if (all.length === 0) return [];
  const more = all.length - MOST_ROWS;
  const rest = more > 0 ? [`… and ${String(more)} more: see the log.`] : [];
  return [`### ${title}`, table(head, all.slice(0, MOST_ROWS)), ...rest];
}

const inert = (text: string): string => escapeMarkdown(oneLine(text));
