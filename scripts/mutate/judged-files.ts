import { globSync } from 'node:fs';
import path from 'node:path';
import type { ImportGraph } from './import-graph.ts';

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

/** The tests beside them. */
export const judgingTests = (root: string): string[] =>
  globSync(`${CORE}/${JUDGED}.test.ts`, { cwd: root }).sort();

/** The tests that may notice a mistake: first those of the file itself, then those of others that load it. */
export function testsFor(file: string, root: string, graph: ImportGraph): string[] {
  const [mutated, own] = [path.join(root, file), file.replace(/\.ts$/, '.test.ts')];
  const able = judgingTests(root).filter((test) => graph.reaches(path.join(root, test), mutated));
  return [...able.filter((test) => test === own), ...able.filter((test) => test !== own)];
}
