// Plays github/codeql-action/init: a language that it does not know, or of which nothing is checked out, is refused.
import { appendFileSync, globSync } from 'node:fs';
import { env } from 'node:process';

const SOURCES: Readonly<Record<string, string>> = {
  'javascript-typescript': '**/*.{js,ts}',
  actions: '.github/workflows/*.yml',
};
const QUERIES = ['security-extended', 'security-and-quality'];
const [languages = '', queries = ''] = [env['INPUT_LANGUAGES'], env['INPUT_QUERIES']];

const sources = SOURCES[languages];
if (sources === undefined) throw new Error(`Did not recognize the following languages: ${languages}`);
if (!QUERIES.includes(queries)) throw new Error(`there is no set of queries ${queries}`);
if (globSync(sources, { cwd: env['GITHUB_WORKSPACE'] ?? '' }).length === 0)
  throw new Error(`no source code was seen for ${languages}`);
appendFileSync(env['GITHUB_ENV'] ?? '', `PLAYED_CODEQL=${JSON.stringify({ languages, queries })}\n`);
