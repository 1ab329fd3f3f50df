import process from 'node:process';
import { describe, expect, test } from '@jest/globals';
import { runChecks } from '../../scripts/checks/run-checks.ts';
import { JEST_SETUP, scratchProject } from './scratch-project.ts';

const suite = (...tests: readonly string[]): string =>
  `import { expect, test } from '@jest/globals';\n${tests.join('\n')}\n`;
const PASSES = "test('passes', () => { expect(1).toBe(1); });";
const FAILS = "test('fails', () => { expect(1).toBe(2); });";
const SKIPPED = "test['skip']('is withheld', () => { expect(1).toBe(1); });";

describe('the test run', () => {
  const runs = [
    ['all pass', { 'lib/a.test.ts': suite(PASSES) }, '1 passed, 0 failed', 0],
    ['one fails', { 'lib/a.test.ts': suite(PASSES, FAILS) }, '1 passed, 1 failed', 1],
    ['one is withheld', { 'lib/a.test.ts': suite(PASSES, SKIPPED) }, '1 passed, 1 failed', 1],
    [
      'a file cannot be loaded',
      { 'lib/a.test.ts': suite(PASSES), 'lib/b.test.ts': "import './none.ts';" },
      '1 passed, 1 failed',
      1,
    ],
    ['there is no test', {}, '0 passed, 1 failed', 1],
  ] as const;
  const cases = runs.map(([title, files, last, exit]) => ({
    title,
    last,
    exit,
    project: scratchProject({ ...JEST_SETUP, ...files }),
  }));

  test.each(cases)(
    'when $title it ends with "$last"',
    async ({ project, last, exit }) => {
      const { code, output } = await project.run('scripts/test.ts', 'unit', '--root', project.root);
      const counts = output.split('\n').filter((line) => /^\d+ passed, \d+ failed$/.test(line));
      expect(counts).toEqual([last]);
      expect(output.trimEnd().endsWith(last)).toBe(true);
      expect(code).toBe(exit);
    },
    120_000,
  );
});

describe('the checks', () => {
  test('one that fails does not keep the others from running, and all are in the table', async () => {
    const said: string[] = [];
    const node = (code: string): ['node', ...string[]] => ['node', '-e', code];
    const checks = [
      { name: 'bad', command: node("console.log('the reason'); process.exit(3)") },
      { name: 'good', command: node('0') },
    ];
    const results = await runChecks(process.cwd(), checks, (text) => said.push(text));
    expect(results.map(({ name, passed }) => [name, passed]).sort()).toEqual([
      ['bad', false],
      ['good', true],
    ]);
    expect(said.join('\n')).toMatch(/the reason/);
    expect(said.at(-1)).toMatch(/FAILED {2}bad .*s$/m);
    expect(said.at(-1)).toMatch(/ok {6}good .*s$/m);
  }, 120_000);
});
