// Plays actions/attest for a list of sums: one that cannot be read is refused, and nobody signs what it says.
import { appendFileSync, mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { env } from 'node:process';

const list = path.resolve(env['GITHUB_WORKSPACE'] ?? '', env['INPUT_SUBJECT-CHECKSUMS'] ?? '');
const subject = readFileSync(list, 'utf8')
  .trimEnd()
  .split('\n')
  .map((line) => {
    const [, sha256, name] = /^([0-9a-f]{64}) [ *](\S.*)$/.exec(line) ?? [];
    if (sha256 === undefined) throw new Error(`this is no sum: ${line}`);
    return { name, digest: { sha256 } };
  });
const statement = {
  subject,
  ref: env['GITHUB_REF'],
  commit: env['GITHUB_SHA'],
};
const bundle = path.join(mkdtempSync(path.join(env['RUNNER_TEMP'] ?? tmpdir(), 'attest-')), 'bundle.json');
writeFileSync(bundle, JSON.stringify(statement));
appendFileSync(env['GITHUB_OUTPUT'] ?? '', `bundle-path=${bundle}\n`);
