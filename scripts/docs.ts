// Writes the tables of inputs and outputs in actions/*/README.md from action.yml.
// With --check it changes nothing and fails when a table is stale. A missing description fails always.
import { globSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import process from 'node:process';
import { parseArgs } from 'node:util';
import { readActionFile, undescribed } from './docs/action-file.ts';
import { fillTables } from './docs/fill-tables.ts';

const { values, positionals } = parseArgs({
  options: { check: { type: 'boolean' } },
  allowPositionals: true,
});
const root = path.resolve(positionals[0] ?? '.');
const actions = globSync('actions/*/action.yml', { cwd: root }).sort();

const complaints = (await Promise.all(actions.map(refresh))).flat();
if (actions.length === 0) complaints.push(`no actions/*/action.yml in ${root}`);
for (const complaint of complaints) console.error(complaint);
console.log(`${String(actions.length)} action files, ${String(complaints.length)} complaints`);
process.exitCode = complaints.length > 0 ? 1 : 0;

async function refresh(actionFile: string): Promise<string[]> {
  const readmeFile = path.join(path.dirname(actionFile), 'README.md');
  const file = readActionFile(readFileSync(path.join(root, actionFile), 'utf8'));
  const bare = undescribed(file).map((name) => `${actionFile}: ${name} has no description. Write one.`);
  try {
    const before = readFileSync(path.join(root, readmeFile), 'utf8');
    const after = await fillTables({ path: path.join(root, readmeFile), text: before }, file);
    if (before === after) return bare;
    if (values.check) return [...bare, `${readmeFile}: the tables are stale. Run: npm run docs`];
    writeFileSync(path.join(root, readmeFile), after);
    return bare;
  } catch (failure) {
    return [...bare, `${readmeFile}: ${failure instanceof Error ? failure.message : String(failure)}`];
  }
}
