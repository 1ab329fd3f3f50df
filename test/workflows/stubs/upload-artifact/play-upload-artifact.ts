// Plays actions/upload-artifact for one file or folder: a name is taken once in an attempt, unless it may be overwritten.
import { cpSync, existsSync, mkdirSync, rmSync, statSync } from 'node:fs';
import path from 'node:path';
import { env } from 'node:process';

const input = (name: string): string => env[`INPUT_${name.toUpperCase()}`] ?? '';

const kept = path.join(env['BENCH_ARTIFACTS'] ?? '', input('name'));
if (existsSync(kept)) {
  if (input('overwrite') !== 'true') throw new Error(`an artifact called ${input('name')} is there already`);
  rmSync(kept, { recursive: true });
}
mkdirSync(kept, { recursive: true });
const given = path.resolve(env['GITHUB_WORKSPACE'] ?? '', input('path'));
if (statSync(given).isDirectory()) cpSync(given, kept, { recursive: true });
else cpSync(given, path.join(kept, path.basename(given)));
console.log(`kept ${input('path')} as ${input('name')}`);
