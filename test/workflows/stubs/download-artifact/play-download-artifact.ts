// Plays actions/download-artifact.
import { cpSync, existsSync } from 'node:fs';
import path from 'node:path';
import { env } from 'node:process';

const input = (name: string): string => env[`INPUT_${name.toUpperCase()}`] ?? '';

const kept = path.join(env['BENCH_ARTIFACTS'] ?? '', input('name'));
if (!existsSync(kept)) throw new Error(`Artifact not found for name: ${input('name')}`);
cpSync(kept, path.resolve(env['GITHUB_WORKSPACE'] ?? '', input('path')), { recursive: true });
console.log(`took ${input('name')}`);
