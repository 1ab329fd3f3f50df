// Plays github/codeql-action/analyze: it has to be begun first, and a category is told once.
import { existsSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { env } from 'node:process';

const category = env['INPUT_CATEGORY'] ?? '';
const begun = env['PLAYED_CODEQL'];
if (begun === undefined) throw new Error('the init action has to be called first');
const findings = path.join(env['BENCH_FINDINGS'] ?? '', `${category}.json`);
if (existsSync(findings)) throw new Error(`findings of the category ${category} were told already`);
const { languages, queries } = JSON.parse(begun) as Readonly<Record<string, string>>;
writeFileSync(findings, JSON.stringify({ languages, queries, commit: env['GITHUB_SHA'] }));
