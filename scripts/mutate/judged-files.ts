import { globSync } from 'node:fs';

/** Where the decisions of the rolling reboot are. */
const CORE = 'actions/rolling-reboot/src/core';

/** What decides, and what it proves its decisions by. */
const JUDGED =
  '{decide*,gate*,safety*,quorum-gate,quorum-safety,quorum-part,allowances,impossible,order,parked,down,next-look,partition-*}';

/** The files whose every branch and every small mistake the unit tests beside them have to notice. */
export const judgedFiles = (root: string): string[] =>
  globSync(`${CORE}/${JUDGED}.ts`, { cwd: root })
    .filter((file) => !file.endsWith('.test.ts'))
    .sort();

/** The tests that notice it: first those of the file itself, then those of the others. */
export function testsFor(file: string, root: string): string[] {
  const all = globSync(`${CORE}/${JUDGED}.test.ts`, { cwd: root }).sort();
  const own = file.replace(/\.ts$/, '.test.ts');
  return [...all.filter((test) => test === own), ...all.filter((test) => test !== own)];
}
