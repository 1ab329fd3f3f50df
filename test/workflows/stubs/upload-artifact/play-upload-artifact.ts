// Plays actions/upload-artifact: a name is taken once in an attempt, unless it may be overwritten. What is kept keeps its
// place below the folder that all of it is in; of a pattern that is what stands before its first `*`.
import { cpSync, existsSync, globSync, mkdirSync, readdirSync, rmSync, statSync } from 'node:fs';
import path from 'node:path';
import { env } from 'node:process';

const input = (name: string): string => env[`INPUT_${name.toUpperCase()}`] ?? '';

const workspace = env['GITHUB_WORKSPACE'] ?? '';
const kept = path.join(env['BENCH_ARTIFACTS'] ?? '', input('name'));
if (existsSync(kept)) {
  if (input('overwrite') !== 'true') throw new Error(`an artifact called ${input('name')} is there already`);
  rmSync(kept, { recursive: true });
}
mkdirSync(kept, { recursive: true });
const given = input('path')
  .split('\n')
  .map((line) => line.trim())
  .filter((line) => line !== '');
const found = given.flatMap((line) => globSync(path.resolve(workspace, line)));
if (found.length > 0) keep();
else if (input('if-no-files-found') !== 'ignore') throw new Error(`nothing is at ${given.join(', ')}`);

function keep(): void {
  const root = commonFolder(given.map((line) => folderOf(path.resolve(workspace, line))));
  for (const each of found) cpSync(each, path.join(kept, path.relative(root, each)), { recursive: true });
  console.log(`kept ${readdirSync(kept).sort().join(', ')} as ${input('name')}`);
}

function folderOf(line: string): string {
  if (line.includes('*')) return path.dirname(line.slice(0, line.indexOf('*') + 1));
  return statSync(line).isDirectory() ? line : path.dirname(line);
}

function commonFolder(folders: readonly string[]): string {
  const [first = '/', ...others] = folders;
  return others.every((other) => `${other}/`.startsWith(`${first}/`))
    ? first
    : commonFolder([path.dirname(first), ...others]);
}
