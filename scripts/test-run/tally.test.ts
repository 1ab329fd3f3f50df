import { describe, expect, test } from '@jest/globals';
import { exitCodeOf, type JestReport, lastLine, sum, tallyOf, tallyOfJest } from './tally.ts';

const report = (numbers: Partial<JestReport>): JestReport => ({
  numPassedTests: 0,
  numFailedTests: 0,
  numPendingTests: 0,
  numTodoTests: 0,
  numRuntimeErrorTestSuites: 0,
  ...numbers,
});

describe('tallyOfJest', () => {
  test.each([
    ['all passed', report({ numPassedTests: 3 }), 0, { passed: 3, failed: 0 }],
    ['some failed', report({ numPassedTests: 3, numFailedTests: 2 }), 1, { passed: 3, failed: 2 }],
    [
      'a file broke',
      report({ numPassedTests: 3, numRuntimeErrorTestSuites: 1 }),
      1,
      { passed: 3, failed: 1 },
    ],
    [
      'withheld',
      report({ numPassedTests: 3, numPendingTests: 1, numTodoTests: 1 }),
      0,
      { passed: 3, failed: 2 },
    ],
    ['a bad end', report({ numPassedTests: 3 }), 137, { passed: 3, failed: 1 }],
    ['nothing ran', report({}), 0, { passed: 0, failed: 1 }],
    ['no report', undefined, 1, { passed: 0, failed: 1 }],
  ])('%s', (_, given, exitCode, expected) => {
    expect(tallyOfJest(given, exitCode)).toEqual(expected);
  });
});

test('the parts are added up and said in one line', () => {
  const total = sum([tallyOf([{ passed: true }, { passed: false }]), { passed: 5, failed: 2 }]);
  expect(lastLine(total)).toBe('6 passed, 3 failed');
});

test.each([
  [{ passed: 1, failed: 0 }, 0],
  [{ passed: 1, failed: 1 }, 1],
  [{ passed: 0, failed: 0 }, 1],
])('%p exits with %d', (tally, exitCode) => {
  expect(exitCodeOf(tally)).toBe(exitCode);
});
