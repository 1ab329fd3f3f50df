// Checks who imports whom (.dependency-cruiser.mjs) in the folder given, or in this repository.
// dependency-cruiser is content with nothing to look at (a TypeScript it cannot read, a wrong folder),
// so every source file has to appear in its result.
import { existsSync, globSync } from 'node:fs';
import path from 'node:path';
import process from 'node:process';
import { cruise, type ICruiseResult } from 'dependency-cruiser';
import extractDepcruiseOptions from 'dependency-cruiser/config-utl/extract-depcruise-options';
import extractTSConfig from 'dependency-cruiser/config-utl/extract-ts-config';

const SOURCES = ['actions', 'lib', 'lab', 'scripts', 'test', 'services', 'eslint.config.ts'];

const root = path.resolve(process.argv[2] ?? '.');
process.chdir(root);

const sources = SOURCES.filter((source) => existsSync(source));
const result = await look(sources);
const complaints = [...violations(result), ...notLookedAt(result, sources)];
for (const complaint of complaints) console.error(complaint);
const seen = `${String(result.summary.totalCruised)} modules, ${String(result.summary.totalDependenciesCruised ?? 0)} imports`;
console.log(`${seen}, ${String(complaints.length)} complaints`);
process.exitCode = complaints.length > 0 ? 1 : 0;

async function look(folders: string[]): Promise<ICruiseResult> {
  const options = await extractDepcruiseOptions(path.join(root, '.dependency-cruiser.mjs'));
  const tsConfig = extractTSConfig(path.join(root, 'tsconfig.json'));
  const { output } = await cruise(folders, { ...options, validate: true, baseDir: root }, undefined, {
    tsConfig,
  });
  if (typeof output === 'string') throw new Error(`dependency-cruiser answered with a text: ${output}`);
  return output;
}

function violations({ summary }: ICruiseResult): string[] {
  const comments = new Map(summary.ruleSetUsed?.forbidden?.map(({ name, comment }) => [name, comment]));
  return summary.violations.map(({ rule, from, to }) => {
    const arrow = from === to ? from : `${from} -> ${to}`;
    return `${rule.name}: ${arrow}\n    ${comments.get(rule.name) ?? ''}`;
  });
}

function notLookedAt(cruised: ICruiseResult, folders: readonly string[]): string[] {
  const looked = new Set(cruised.modules.map(({ source }) => source));
  const files = folders.flatMap((folder) =>
    folder.endsWith('.ts') ? folder : globSync(`${folder}/**/*.ts`),
  );
  if (files.length === 0) return [`nothing to look at: no .ts file in ${root}`];
  return files
    .filter((file) => !file.includes('/dist/') && !looked.has(file))
    .map((file) => `not looked at: ${file} (does dependency-cruiser support the installed TypeScript?)`);
}
