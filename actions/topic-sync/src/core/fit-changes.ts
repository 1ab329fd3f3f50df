import { table } from '../../../../lib/core/markdown.ts';
import { clip } from './clip.ts';
import { counted } from './counted.ts';
import { describeOperation } from './describe.ts';
import { sizeOf } from './fit-sections.ts';
import { nameGraveChanges } from './name-changes.ts';
import type { Result } from './result.ts';
import { changeHead, type ChangeRow, changeRows, riskSign } from './change-rows.ts';
import { inert } from './inert.ts';

/** A cell longer than this says no more to a reader; a topic's name (249 at most) comes first and is always whole. */
const MOST_IN_CELL = 400;
const TITLE = '### Changes';

/** The rows of a table in one of the ways to write it. */
interface Rows {
  readonly head: readonly string[];
  readonly rows: readonly { readonly isGrave: boolean; readonly line: string }[];
}

/** The changes, told in as many words as the room allows: all cells, the operation alone, the names in groups. */
export function fitChanges(result: Result, room: number, whole: string): string[] {
  if (result.plan.changes.length === 0) return [];
  const wordy = [allCells(result), operationsOnly(result)].find((rows) => graveSize(rows) <= room);
  if (wordy === undefined) return [TITLE, ...nameGraveChanges(changeRows(result), room, whole)];
  return fitRows(wordy, room, whole);
}

const lineOf = (cells: readonly string[]): string =>
  `| ${cells.map((cell) => inert(clip(cell, MOST_IN_CELL))).join(' | ')} |`;

const allCells = (result: Result): Rows => ({
  head: changeHead(result),
  rows: changeRows(result).map((row) => ({ isGrave: row.isGrave, line: lineOf(row.cells) })),
});

const operationsOnly = (result: Result): Rows => ({
  head: ['', 'Change'],
  rows: changeRows(result).map((row) => ({
    isGrave: row.isGrave,
    line: lineOf([shortSign(row), describeOperation(row.change.operation)]),
  })),
});

const shortSign = ({ change, outcome }: ChangeRow): string =>
  `${change.blocked === null ? '' : '⛔ '}${outcome === null ? '' : `${outcome}, `}${riskSign(change)}`;

function graveSize({ head, rows }: Rows): number {
  const grave = rows.filter((row) => row.isGrave).map(({ line }) => line);
  return frameSize(head) + grave.reduce((size, line) => size + line.length + 1, 0);
}

/** With the line that counts what was left out. */
const frameSize = (head: readonly string[]): number => sizeOf([TITLE, table(head, [])]) + FOR_REMAINDER;
const FOR_REMAINDER = 500;

/** The grave rows come first and are known to fit. */
function fitRows({ head, rows }: Rows, room: number, whole: string): string[] {
  const shown: string[] = [];
  let left = room - frameSize(head);
  for (const { line } of rows) {
    left -= line.length + 1;
    if (left < 0) break;
    shown.push(line);
  }
  const cut = rows.length - shown.length;
  const remainder = cut === 0 ? [] : [`… and ${counted(cut, 'more safe change')}: see ${whole}.`];
  return [TITLE, [table(head, []), ...shown].join('\n'), ...remainder];
}
