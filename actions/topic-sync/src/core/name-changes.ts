import { code } from '../../../../lib/core/markdown.ts';
import { clip } from './clip.ts';
import { counted } from './counted.ts';
import { oneLine } from './describe.ts';
import type { Operation } from './operation.ts';
import { type ChangeRow, riskSign } from './change-rows.ts';

const MOST_KEY = 100;
/** For the sentences around the names. */
const FOR_WORDS = 1_000;

/** The names of all topics that a grave change is planned for, by what would happen to them. */
export function nameGraveChanges(rows: readonly ChangeRow[], room: number, whole: string): string[] {
  const grave = rows.filter(({ isGrave }) => isGrave);
  const groups = Map.groupBy(grave, groupOf);
  let [left, unnamed] = [room - FOR_WORDS, 0];
  const lines: string[] = [];
  for (const [title, members] of groups) {
    const names = fitNames(members, left - title.length);
    unnamed += members.length - names.length;
    if (names.length === 0) continue;
    lines.push(`${title}${names.join(', ')}`);
    left -= sizeOfList(title, names);
  }
  const safe = rows.length - grave.length;
  return [
    ...(unnamed === 0 ? [] : [`**⚠️ ${unnamedWarning(unnamed)} Read ${whole} before you approve.**`]),
    `Too many changes for a table of them: their values and reasons are in ${whole}.`,
    lines.join('\n'),
    ...(safe === 0 ? [] : [`… and ${counted(safe, 'safe change')}: see ${whole}.`]),
  ].filter((section) => section !== '');
}

const unnamedWarning = (count: number): string =>
  `${counted(count, 'change')} that can harm ${count === 1 ? 'does' : 'do'} not fit into a comment even by name.`;

function groupOf({ change, outcome }: ChangeRow): string {
  const blocked = change.blocked === null ? '' : ', ⛔ blocked';
  return `- ${outcome === null ? '' : `${outcome}, `}${riskSign(change)}${blocked}, ${aspect(change.operation)}: `;
}

function aspect(operation: Operation): string {
  switch (operation.kind) {
    case 'set-config':
    case 'unset-config':
      return code(oneLine(clip(operation.name, MOST_KEY)));
    case 'create-topic':
      return 'create';
    case 'add-partitions':
      return 'more partitions';
    case 'remove-partitions':
      return 'fewer partitions';
    case 'change-replication-factor':
      return 'replication factor';
    case 'spread-replicas':
      return 'replica placement';
    case 'delete-topic':
      return 'delete';
  }
}

function fitNames(rows: readonly ChangeRow[], room: number): string[] {
  const names: string[] = [];
  let left = room;
  for (const { change } of rows) {
    const name = code(oneLine(change.operation.topic));
    left -= name.length + SEPARATOR;
    if (left < 0) break;
    names.push(name);
  }
  return names;
}

const SEPARATOR = ', '.length;

const sizeOfList = (title: string, names: readonly string[]): number =>
  names.reduce((size, name) => size + name.length + SEPARATOR, title.length + 1);
