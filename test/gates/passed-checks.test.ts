import { existsSync, readFileSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import process from 'node:process';
import { afterAll, beforeAll, beforeEach, expect, test } from '@jest/globals';
import type { Check } from '../../scripts/checks/check-list.ts';
import { PassedChecks } from '../../scripts/checks/passed-checks.ts';
import { runChecks } from '../../scripts/checks/run-checks.ts';
import { runCommand } from '../../scripts/run-command.ts';
import { scratchProject } from './scratch-project.ts';

const project = scratchProject({ 'lib/a.ts': 'a', '.gitignore': 'node_modules\n.cache\n' });
const { CI } = process.env;
let counts: string;

beforeAll(async () => {
  delete process.env['CI'];
  counts = await mkdtemp(path.join(tmpdir(), 'counts-'));
  const { code, output } = await runCommand(['git', 'init', '-q'], { cwd: project.root });
  if (code !== 0) throw new Error(output);
});

afterAll(async () => {
  if (CI !== undefined) process.env['CI'] = CI;
  await rm(counts, { recursive: true });
});

beforeEach(() => {
  project.write({ 'lib/a.ts': 'a' });
});

/** A check that leaves a line each time it is run, and ends with this code. */
function counting(name: string, script = ''): Check & { readonly runs: () => number } {
  const file = path.join(counts, name);
  const count = `require('fs').appendFileSync(${JSON.stringify(file)}, 'x');`;
  const runs = (): number => (existsSync(file) ? readFileSync(file, 'utf8').length : 0);
  return { name, command: ['node', '-e', `${count}${script}`], runs };
}

async function check(...checks: readonly Check[]): Promise<{ passed: boolean[]; said: string }> {
  const said: string[] = [];
  const memory = new PassedChecks(project.root);
  const run = { print: (text: string) => said.push(text), nice: 0, memory };
  const results = await runChecks(project.root, checks, run);
  return { passed: results.map(({ passed }) => passed), said: said.join('\n') };
}

test('what passed is not run again on the same files, and on any other it is', async () => {
  const one = counting('one');
  await check(one);
  const { passed, said } = await check(one);
  expect([passed, one.runs()]).toEqual([[true], 1]);
  expect(said).toMatch(/ok {6}one +unchanged/);
  project.write({ 'lib/a.ts': 'b' });
  await check(one);
  expect(one.runs()).toBe(2);
  project.write({ 'lib/new.ts': '' });
  await check(one);
  expect(one.runs()).toBe(3);
});

test('another command under the same name is another check', async () => {
  const [one, other] = [counting('same'), counting('same', ' ')];
  await check(one);
  await check(other);
  expect(one.runs()).toBe(2);
});

test('what failed is run each time', async () => {
  const bad = counting('bad', 'process.exit(1)');
  expect((await check(bad)).passed).toEqual([false]);
  expect((await check(bad)).passed).toEqual([false]);
  expect(bad.runs()).toBe(2);
});

test('what passed while files were changed is run again', async () => {
  const file = JSON.stringify(path.join(project.root, 'lib/a.ts'));
  const hasty = counting('hasty', `require('fs').appendFileSync(${file}, 'more');`);
  await check(hasty);
  await check(hasty);
  expect(hasty.runs()).toBe(2);
});

test('continuous integration trusts no earlier run', async () => {
  const strict = counting('strict');
  await check(strict);
  process.env['CI'] = 'true';
  await check(strict);
  delete process.env['CI'];
  expect(strict.runs()).toBe(2);
});
