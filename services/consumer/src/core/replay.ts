import { type Parsed, parsed, refused } from '../../../../lib/core/problem.ts';
import { parseLine } from './history-line.ts';
import { History } from './history.ts';

/**
 * Reads a history file. A line that was cut off at the end of the file counts as not written: a `started` like that
 * means that the action never began (it begins only once the line is on disk), a `finished` leaves it in doubt. A whole
 * line that is not ours is a problem, for nobody can tell what it hides.
 */
export function replay(file: string, content: string, remembered: number): Parsed<History> {
  const history = new History(remembered);
  const lines = content.split('\n').slice(0, -1);
  for (const [index, text] of lines.entries()) {
    const line = parseLine(text);
    if (line === undefined) return refused([foreignLine(file, index + 1)]);
    history.take(line);
  }
  return parsed(history);
}

const foreignLine = (file: string, line: number) => ({
  where: `${file}:${String(line)}`,
  what: 'this line is not one of an action history, so what it hides is not known and the partition is left alone',
  fix:
    'Compare it with the lines around it: mend it, or remove it if the action that it stands for need not be known, ' +
    'or put the folder of a backup back. The partition goes on by itself.',
});
