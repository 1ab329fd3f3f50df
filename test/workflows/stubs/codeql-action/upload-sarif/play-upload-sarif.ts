// Plays github/codeql-action/upload-sarif: what is no SARIF is refused.
import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { env } from 'node:process';

interface Sarif {
  readonly version?: string;
  readonly runs?: readonly { readonly tool: { readonly driver: { readonly name: string } } }[];
}

const file = path.resolve(env['GITHUB_WORKSPACE'] ?? '', env['INPUT_SARIF_FILE'] ?? '');
const { version, runs = [] } = JSON.parse(readFileSync(file, 'utf8')) as Sarif;
if (version !== '2.1.0') throw new Error(`${file} is no SARIF of version 2.1.0`);
for (const { tool } of runs)
  writeFileSync(
    path.join(env['BENCH_FINDINGS'] ?? '', `${tool.driver.name}.json`),
    JSON.stringify({ commit: env['GITHUB_SHA'] }),
  );
