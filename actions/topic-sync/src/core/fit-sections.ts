import { counted } from './counted.ts';

const BETWEEN = '\n\n'.length;

/** The characters of sections with the empty lines between them. */
export const sizeOf = (sections: readonly string[]): number =>
  sections.reduce((size, section) => size + section.length + BETWEEN, 0);

/**
 * As much of the sections as fits. They are cut between lines, never inside of one, and a table keeps its head.
 * `whole` says in Markdown where all of it is.
 */
export function fitSections(sections: readonly string[], room: number, whole: string): string[] {
  const fitting: string[] = [];
  let left = room - sizeOf([notAll(whole)]);
  for (const section of sections) {
    const part = fitLines(section, left, whole);
    if (part === undefined) return [...fitting, notAll(whole)];
    fitting.push(...part);
    left -= sizeOf(part);
  }
  return fitting;
}

const notAll = (whole: string): string => `There is more: see ${whole}.`;

/** Undefined where not even the first line with content fits. */
function fitLines(section: string, room: number, whole: string): string[] | undefined {
  if (sizeOf([section]) <= room) return [section];
  const lines = section.split('\n');
  const least = section.startsWith('|') ? HEAD_LINES + 1 : 1;
  const rest = (count: number): string =>
    `… and ${counted(lines.length - count, 'more line')}: see ${whole}.`;
  let [size, count] = [sizeOf([rest(0)]), 0];
  for (const line of lines) {
    if (size + line.length + BETWEEN > room) break;
    size += line.length + 1;
    count += 1;
  }
  return count < least ? undefined : [lines.slice(0, count).join('\n'), rest(count)];
}

/** A table's head and the line below it. */
const HEAD_LINES = 2;
