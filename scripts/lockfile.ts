// Adds to package-lock.json the native packages of other platforms that npm left out, which it does when the
// registry that wrote the lockfile does not carry them; `npm ci` then refuses the lockfile on every machine.
// With --check it changes nothing and fails when one is missing.
import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import process from 'node:process';
import { parseArgs } from 'node:util';
import { type Locked, missingPackages } from './lockfile/missing-packages.ts';

interface Lockfile {
  readonly packages: Readonly<Record<string, Locked>>;
}

const { values, positionals } = parseArgs({
  options: { check: { type: 'boolean' } },
  allowPositionals: true,
});
const file = path.join(positionals[0] ?? '.', 'package-lock.json');
const lockfile = JSON.parse(readFileSync(file, 'utf8')) as Lockfile;
const missing = missingPackages(lockfile.packages);

if (values.check) {
  for (const place of Object.keys(missing)) console.error(`${file} has no ${place}. Run: npm run lockfile`);
  process.exitCode = Object.keys(missing).length > 0 ? 1 : 0;
} else {
  const entries = Object.entries({ ...lockfile.packages, ...missing });
  const packages = Object.fromEntries(entries.sort(([left], [right]) => left.localeCompare(right, 'en')));
  writeFileSync(file, `${JSON.stringify({ ...lockfile, packages }, null, 2)}\n`);
}
console.log(
  `${String(Object.keys(lockfile.packages).length)} packages, ${String(Object.keys(missing).length)} missing`,
);
