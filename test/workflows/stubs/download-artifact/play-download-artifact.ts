// Plays actions/download-artifact.
import { cpSync, existsSync } from 'node:fs';
import path from 'node:path';
import { env } from 'node:process';

const input = (name: string): string => env[`INPUT_${name.toUpperCase()}`] ?? '';

const own = env['BENCH_ARTIFACTS'] ?? '';
const run = input('run-id') === '' ? own : path.join(path.dirname(own), input('run-id'));
const kept = path.join(run, input('name'));
if (!existsSync(kept)) throw new Error(`Artifact not found for name: ${input('name')}`);
cpSync(kept, path.resolve(env['GITHUB_WORKSPACE'] ?? '', input('path')), { recursive: true });
console.log(`took ${input('name')} of run ${path.basename(run)}`);
