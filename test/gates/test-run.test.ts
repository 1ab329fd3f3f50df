import { spawn } from 'node:child_process';
import { once } from 'node:events';
import path from 'node:path';
import process from 'node:process';
import { createInterface } from 'node:readline';
import { describe, expect, test } from '@jest/globals';
import { isAlive } from '../../lab/is-alive.ts';
import { runChecks } from '../../scripts/checks/run-checks.ts';
import { runJest } from '../../scripts/test-run/run-jest.ts';
import { runStages, type Stage } from '../../scripts/test-run/run-stages.ts';
import { eventually } from '../lab/eventually.ts';
import { JEST_SETUP, scratchProject } from './scratch-project.ts';

const suite = (...tests: readonly string[]): string =>
  `import { expect, test } from '@jest/globals';\n${tests.join('\n')}\n`;
const PASSES = "test('passes', () => { expect(1).toBe(1); });";
const FAILS = "test('fails', () => { expect(1).toBe(2); });";
const LATE = "test('is late', () => new Promise(() => undefined), 50);";
const SKIPPED = "test['skip']('is withheld', () => { expect(1).toBe(1); });";

describe('the test run', () => {
  const runs = [
    ['all pass', { 'lib/a.test.ts': suite(PASSES) }, '1 passed, 0 failed', []],
    ['one fails', { 'lib/a.test.ts': suite(PASSES, FAILS) }, '1 passed, 1 failed', ['a.test.ts: fails']],
    [
      'one is withheld',
      { 'lib/a.test.ts': suite(PASSES, SKIPPED) },
      '1 passed, 1 failed',
      ['a.test.ts: is withheld'],
    ],
    [
      'a file cannot be loaded',
      { 'lib/a.test.ts': suite(PASSES), 'lib/b.test.ts': "import './none.ts';" },
      '1 passed, 1 failed',
      ['b.test.ts'],
    ],
    [
      'one takes too long, and what follows is not run',
      { 'lib/a.test.ts': suite(PASSES, LATE, PASSES) },
      '1 passed, 2 failed',
      ['a.test.ts: is late', 'a.test.ts: passes'],
    ],
    ['there is no test', {}, '0 passed, 1 failed', ['jest ended with exit code']],
  ] as const;
  const cases = runs.map(([title, files, last, failures]) => ({
    title,
    last,
    failures,
    project: scratchProject({ ...JEST_SETUP, ...files }),
  }));

  test.each(cases)(
    'when $title it ends with "$last"',
    async ({ project, last, failures }) => {
      const { code, output } = await project.run('scripts/test.ts', 'unit', '--root', project.root);
      const counts = output.split('\n').filter((line) => /^\d+ passed, \d+ failed$/.test(line));
      expect(counts).toEqual([last]);
      expect(output.trimEnd().endsWith(last)).toBe(true);
      const told = output.split('\n').filter((line) => line.startsWith('FAILED '));
      expect(told).toEqual(failures.map((what) => expect.stringContaining(what)));
      expect(code).toBe(failures.length === 0 ? 0 : 1);
    },
    120_000,
  );
});

describe('a test that never ends', () => {
  // Not even a timeout of jest's ends what never lets go of its thread.
  const stuck =
    "test('stuck', () => { process.stderr.write('it begins in ' + process.pid + '\\n'); for (;;) expect(1).toBe(1); });";
  const files = { 'lib/a.test.ts': suite(PASSES), 'lib/b.test.ts': suite(PASSES, stuck) };
  const project = scratchProject({ ...JEST_SETUP, ...files });

  test('is told, and ends with the run', async () => {
    const deadline = new AbortController();
    let begun = false;
    let aDone = false;
    const print = (line: string): void => {
      begun ||= line.includes('it begins');
      aDone ||= line.includes('PASS lib/a.test.ts');
      if (begun && aDone) deadline.abort();
    };
    const run = { print, nice: 0, deadline: deadline.signal };
    const { passed, failures } = await runJest(project.root, ['--maxWorkers=2'], run);
    expect(passed).toBeGreaterThan(0);
    // What a thread tells last before it never lets go may not have left it: the file is told for certain, not the test.
    expect(failures).toContainEqual(
      expect.stringMatching(/b\.test\.ts: .+, for \d+ s: it ran when the run ended$/),
    );
    expect(failures.at(-1)).toBe('jest took longer than it may, and was ended');
  }, 120_000);

  test('ends when the run is told to', async () => {
    const command = [path.resolve('scripts/test.ts'), 'unit', '--root', project.root];
    const run = spawn(process.execPath, command, { stdio: ['ignore', 'pipe', 'inherit'] });
    const worker = Promise.withResolvers<number>();
    createInterface({ input: run.stdout }).on('line', (line) => {
      const [, pid] = /it begins in (\d+)/.exec(line) ?? [];
      if (pid !== undefined) worker.resolve(Number(pid));
    });
    const pid = await worker.promise;
    run.kill('SIGTERM');
    expect(await once(run, 'exit')).toEqual([143, null]);
    await eventually('its worker is gone', () => !isAlive(pid));
  }, 120_000);
});

describe('the stages', () => {
  const stage = (lane: Stage['lane'], run: Stage['run']): Stage => ({ lane, run });

  test('one that fails or breaks keeps no other from running; each line says whose it is', async () => {
    const said: string[] = [];
    const stages = {
      check: stage('processor', () => Promise.reject(new Error('the tool is gone'))),
      unit: stage('processor', (_, print) => {
        print('two\nlines');
        return Promise.resolve({ passed: 1, failures: ['this', 'that'] });
      }),
      lab: stage('clock', () => Promise.resolve({ passed: 4, failures: [] })),
    };
    const total = await runStages(stages, '.', (line) => said.push(line));
    expect(total.passed).toBe(5);
    expect(total.failures).toEqual([
      expect.stringContaining('check: Error: the tool is gone'),
      'this',
      'that',
    ]);
    expect(said).toContain('check | Error: the tool is gone');
    expect(said.slice(-2)).toEqual(['unit  | two', 'unit  | lines']);
  });

  test('lanes run side by side, the stages of one in turn', async () => {
    const [begun, ended] = [Promise.withResolvers<undefined>(), Promise.withResolvers<undefined>()];
    const order: string[] = [];
    const nothing = { passed: 1, failures: [] };
    const stages = {
      check: stage('processor', async () => {
        await begun.promise;
        order.push('check');
        return nothing;
      }),
      unit: stage('processor', () => {
        order.push('unit');
        ended.resolve(undefined);
        return Promise.resolve(nothing);
      }),
      lab: stage('clock', async () => {
        begun.resolve(undefined);
        await ended.promise;
        order.push('lab');
        return nothing;
      }),
    };
    expect(await runStages(stages, '.', () => undefined)).toEqual({ passed: 3, failures: [] });
    expect(order).toEqual(['check', 'unit', 'lab']);
  });
});

describe('the checks', () => {
  test('one that fails does not keep the others from running, and all are in the table', async () => {
    const said: string[] = [];
    const node = (code: string): ['node', ...string[]] => ['node', '-e', code];
    const checks = [
      { name: 'bad', command: node("console.log('the reason'); process.exit(3)") },
      { name: 'good', command: node('0') },
    ];
    const results = await runChecks(process.cwd(), checks, {
      print: (text) => said.push(text),
      nice: 0,
    });
    expect(results.map(({ name, passed }) => [name, passed]).sort()).toEqual([
      ['bad', false],
      ['good', true],
    ]);
    expect(said.join('\n')).toMatch(/the reason/);
    expect(said.at(-1)).toMatch(/FAILED {2}bad .*s$/m);
    expect(said.at(-1)).toMatch(/ok {6}good .*s$/m);
  }, 120_000);
});
