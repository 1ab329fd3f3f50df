import { describe, expect, test } from '@jest/globals';
import { exitCodeOf, type JestFile, type JestReport, lastLines, sum, tallyOf, tallyOfJest } from './tally.ts';

const report = (numPassedTests: number, ...tests: JestFile['assertionResults']): JestReport => ({
  numPassedTests,
  testResults: [{ name: 'a.test.ts', status: 'passed', message: '', assertionResults: tests }],
});
const BROKEN: JestReport = {
  numPassedTests: 3,
  testResults: [{ name: 'b.test.ts', status: 'failed', message: 'Cannot find it', assertionResults: [] }],
};
const failed = (fullName: string, ...failureMessages: string[]) =>
  ({ fullName, status: 'failed', failureMessages }) as const;

describe('tallyOfJest', () => {
  test.each([
    ['all passed', report(3, { fullName: 'x', status: 'passed' }), 0, []],
    ['some failed', report(3, failed('x', 'no', 'never told'), failed('y')), 1, ['x\n  no', 'y\n  failed']],
    ['withheld', report(3, { fullName: 'x', status: 'pending' }), 0, ['x\n  pending']],
    ['to be written', report(3, { fullName: 'x', status: 'todo' }), 0, ['x\n  todo']],
  ])('%s', (_, given, exitCode, expected) => {
    const failures = expected.map((each) => `a.test.ts: ${each}`);
    expect(tallyOfJest(given, exitCode)).toEqual({ passed: 3, failures });
  });

  test.each([
    ['a file broke', BROKEN, 1, 3, 'b.test.ts\n  Cannot find it'],
    ['a bad end', report(3), 137, 3, 'jest ended with exit code 137, though no test failed'],
    ['nothing ran', report(0), 0, 0, 'no test ran'],
    ['no report', undefined, 1, 0, 'jest ended with exit code 1 and without a report'],
  ])('%s', (_, given, exitCode, passed, failure) => {
    expect(tallyOfJest(given, exitCode)).toEqual({ passed, failures: [failure] });
  });

  test('the beginning of a long failure is told, without its colours', () => {
    const long = [
      '\u001B[31mfirst\u001B[39m',
      ...Array.from({ length: 30 }, (_, at) => `line ${String(at)}`),
    ];
    const [failure = ''] = tallyOfJest(report(0, failed('x', long.join('\n'))), 1).failures;
    expect(failure.split('\n')).toHaveLength(13);
    expect(failure).toMatch(/^a\.test\.ts: x\n {2}first\n {2}line 0\n/);
  });
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
