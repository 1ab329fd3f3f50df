// Plays actions/upload-artifact for one file: a name is taken once in an attempt, unless it may be overwritten.
import { cpSync, existsSync, mkdirSync, rmSync } from 'node:fs';
import path from 'node:path';
import { env } from 'node:process';

const input = (name: string): string => env[`INPUT_${name.toUpperCase()}`] ?? '';

const kept = path.join(env['BENCH_ARTIFACTS'] ?? '', input('name'));
if (existsSync(kept)) {
  if (input('overwrite') !== 'true') throw new Error(`an artifact called ${input('name')} is there already`);
  rmSync(kept, { recursive: true });
}
mkdirSync(kept, { recursive: true });
cpSync(input('path'), path.join(kept, path.basename(input('path'))));
console.log(`kept ${input('path')} as ${input('name')}`);
