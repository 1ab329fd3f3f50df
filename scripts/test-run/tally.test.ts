import { describe, expect, test } from '@jest/globals';
import { RunSoFar } from './run-so-far.ts';
import { exitCodeOf, lastLines, sum, tallyOf, tallyOfJest } from './tally.ts';
import type { TestEvent, TestOutcome } from './test-event.ts';

const A = 'a.test.ts';
const passed = (fullName: string): TestOutcome => ({ fullName, status: 'passed' });
const failed = (fullName: string, ...failureMessages: string[]): TestOutcome => ({
  fullName,
  status: 'failed',
  failureMessages,
});
const ends = (message: string, ...tests: TestOutcome[]): TestEvent => ({
  kind: 'file-ends',
  file: A,
  message,
  tests,
});

function runOf(...events: TestEvent[]): RunSoFar {
  const run = new RunSoFar();
  for (const [second, event] of events.entries()) run.take(event, second * 1000);
  return run;
}

describe('tallyOfJest', () => {
  const withOne = (...tests: TestOutcome[]): RunSoFar => runOf(ends('', passed('one'), ...tests));

  test.each<[string, RunSoFar, number, number, string[]]>([
    ['all passed', withOne(), 0, 1, []],
    ['some failed', withOne(failed('x', 'no', 'never told'), failed('y')), 1, 1, ['x\n  no', 'y\n  failed']],
    ['withheld', withOne({ fullName: 'x', status: 'pending' }), 0, 1, ['x\n  pending']],
    ['to be written', withOne({ fullName: 'x', status: 'todo' }), 0, 1, ['x\n  todo']],
  ])('%s', (_, run, exitCode, count, expected) => {
    const failures = expected.map((each) => `${A}: ${each}`);
    expect(tallyOfJest(run, { exitCode, inTime: true }, 0)).toEqual({ passed: count, failures });
  });

  test.each<[string, RunSoFar, number, number, string]>([
    ['a file broke', runOf(ends('Cannot find it')), 1, 0, 'a.test.ts\n  Cannot find it'],
    ['a bad end', withOne(), 137, 1, 'jest ended with exit code 137, though no test failed'],
    ['nothing ran', runOf(), 0, 0, 'no test ran'],
    ['no test was found', runOf(), 1, 0, 'jest ended with exit code 1, and ran nothing'],
  ])('%s', (_, run, exitCode, count, failure) => {
    expect(tallyOfJest(run, { exitCode, inTime: true }, 0)).toEqual({ passed: count, failures: [failure] });
  });

  const begun: TestEvent[] = [
    { kind: 'file-begins', file: A },
    { kind: 'test-begins', file: A, test: 'one' },
    { kind: 'test-ends', file: A, test: passed('one') },
  ];

  test.each<[string, TestEvent[], string]>([
    ['before its tests', begun.slice(0, 1), 'what comes before its tests, for 60 s'],
    ['in a test', begun.slice(0, 2), 'one, for 59 s'],
    ['after a test', begun, 'what comes after "one", for 58 s'],
  ])('a run that is ended %s says what it was at', (_, events, running) => {
    const { failures } = tallyOfJest(runOf(...events), { exitCode: 1, inTime: false }, 60_000);
    expect(failures).toEqual([
      `${A}: ${running}: it ran when the run ended`,
      'jest took longer than it may, and was ended',
    ]);
  });

  test('what passed before it was ended counts', () => {
    expect(tallyOfJest(runOf(...begun), { exitCode: 1, inTime: false }, 0).passed).toBe(1);
  });

  test('the beginning of a long failure is told, without its colours', () => {
    const long = [
      '\u001B[31mfirst\u001B[39m',
      ...Array.from({ length: 30 }, (_, at) => `line ${String(at)}`),
    ];
    const run = runOf(ends('', failed('x', long.join('\n'))));
    const [failure = ''] = tallyOfJest(run, { exitCode: 1, inTime: true }, 0).failures;
    expect(failure.split('\n')).toHaveLength(13);
    expect(failure).toMatch(/^a\.test\.ts: x\n {2}first\n {2}line 0\n/);
  });
});

test('only what has been running for long is waited for', () => {
  const run = runOf({ kind: 'file-begins', file: A }, { kind: 'file-begins', file: 'b.test.ts' }, ends(''));
  expect(run.runningFor(60_000, 60_999)).toEqual([]);
  expect(run.runningFor(60_000, 61_000)).toEqual(['b.test.ts: what comes before its tests, for 60 s']);
});

test('the parts are added up, what failed is said again, and one line ends it', () => {
  const checks = tallyOf([
    { name: 'lint', passed: true },
    { name: 'types', passed: false },
  ]);
  const total = sum([checks, { passed: 5, failures: ['x', 'y'] }]);
  expect(lastLines(total)).toEqual(['FAILED types', 'FAILED x', 'FAILED y', '6 passed, 3 failed']);
});

test.each([
  [{ passed: 1, failures: [] }, 0],
  [{ passed: 1, failures: ['x'] }, 1],
  [{ passed: 0, failures: [] }, 1],
])('%p exits with %d', (tally, exitCode) => {
  expect(exitCodeOf(tally)).toBe(exitCode);
});
