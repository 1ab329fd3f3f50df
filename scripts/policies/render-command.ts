import { globSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { format, resolveConfig } from 'prettier';
import { filesOf, renderEnvironments } from './rendered-files.ts';

/** Writes `policies/` below a folder, or with `check` says what is stale there. */
export async function renderPolicies(folder: string, check: boolean): Promise<{ readonly stale: string[] }> {
  const files = new Map<string, string>();
  for (const environment of await renderEnvironments(folder)) {
    for (const [file, document] of filesOf(environment)) files.set(file, await rendered(folder, document));
  }
  const there = globSync('policies/*/*.json', { cwd: folder }).map((file) => file.split(path.sep).join('/'));
  const left = there.filter((file) => !files.has(file));
  const changed = [...files].filter(([file, text]) => present(path.join(folder, file)) !== text);
  if (!check) {
    for (const file of left) rmSync(path.join(folder, file));
    for (const [file, text] of changed) write(path.join(folder, file), text);
  }
  return { stale: [...changed.map(([file]) => file), ...left].sort() };
}

async function rendered(folder: string, document: object): Promise<string> {
  const options = await resolveConfig(path.join(folder, 'policies/x.json'));
  return format(JSON.stringify(document), { ...options, parser: 'json' });
}

function write(file: string, text: string): void {
  mkdirSync(path.dirname(file), { recursive: true });
  writeFileSync(file, text);
}

function present(file: string): string | undefined {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    return undefined;
  }
}
