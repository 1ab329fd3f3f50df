// Makes one small mistake after another in the files that decide about stops, and fails when the unit tests beside them
// do not notice one, unless it is listed as one that changes nothing. With names of files, only in these.
import { readFileSync } from 'node:fs';
import path from 'node:path';
import process from 'node:process';
import { parseArgs } from 'node:util';
import { EQUIVALENT, type EquivalentMutant } from './mutate/equivalent-mutants.ts';
import { ImportGraph } from './mutate/import-graph.ts';
import { judgedFiles, judgingTests, testsFor } from './mutate/judged-files.ts';
import { judgeMutants } from './mutate/judge-mutants.ts';
import { type Mutant, mutantsOf } from './mutate/mutants-of.ts';

const { values, positionals } = parseArgs({ options: { root: { type: 'string' } }, allowPositionals: true });
const root = path.resolve(values.root ?? '.');
const files = judgedFiles(root).filter(
  (file) => positionals.length === 0 || positionals.includes(path.basename(file, '.ts')),
);
if (files.length === 0) throw new Error(`no such file is judged in ${root}`);
const sources = files.map((file) => ({ file, source: readFileSync(path.join(root, file), 'utf8') }));
const graph = new ImportGraph();
const able = new Map(files.map((file) => [file, testsFor(file, root, graph)]));
const taskOf = ({ file, source }: { readonly file: string; readonly source: string }, tests: string[]) => ({
  mutated: { file: path.join(root, file), source },
  tests: tests.map((test) => path.join(root, test)),
});

// Tests that fail anyhow would notice everything.
const unchanged = await judgeMutants(sources.slice(0, 1), {
  root,
  toTask: (source) => taskOf(source, judgingTests(root)),
});
for (const { verdict } of unchanged) {
  if (verdict?.killedBy !== null)
    throw new Error(`the tests fail without any mistake: ${verdict?.reason ?? 'they never end'}`);
}

const mutants = sources.flatMap(({ file, source }) => mutantsOf(file, source));
const judged = await judgeMutants(mutants, {
  root,
  toTask: (mutant) => taskOf(mutant, able.get(mutant.file) ?? []),
});
const survivors = judged.filter(({ verdict }) => verdict?.killedBy === null).map(({ mutant }) => mutant);
const unlisted = survivors.filter((mutant) => !EQUIVALENT.some((each) => isSame(each, mutant)));
const stale = EQUIVALENT.filter(
  (each) => files.includes(each.file) && !survivors.some((mutant) => isSame(each, mutant)),
);
for (const { file, line, before, after } of unlisted.toSorted(byPlace))
  console.log(`${file}:${String(line)}: no test notices this\n  - ${before}\n  + ${after}`);
for (const { file, before, after } of stale)
  console.log(
    `${file}: listed as equivalent, and a test notices it or it is gone\n  - ${before}\n  + ${after}`,
  );
for (const file of files) console.log(rowOf(file));
process.exitCode = unlisted.length + stale.length > 0 ? 1 : 0;

function isSame(listed: EquivalentMutant, mutant: Mutant): boolean {
  return (['file', 'before', 'after'] as const).every((key) => listed[key] === mutant[key]);
}

function byPlace(a: Mutant, b: Mutant): number {
  return a.file.localeCompare(b.file, 'en') || a.line - b.line;
}

function rowOf(file: string): string {
  const count = (list: readonly Mutant[]): number => list.filter((each) => each.file === file).length;
  const [all, survived, open] = [count(mutants), count(survivors), count(unlisted)];
  const counts = [`${String(all - survived).padStart(4)} noticed`, `${String(survived - open)} equivalent`];
  return `${path.basename(file).padEnd(24)} ${counts.join(', ')}, ${String(open)} not noticed`;
}
