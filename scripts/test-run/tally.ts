/** What a part of the run came to. */
export interface Tally {
  readonly passed: number;
  readonly failed: number;
}

/** The counts of jest's --json report that matter here. */
export interface JestReport {
  readonly numPassedTests: number;
  readonly numFailedTests: number;
  readonly numPendingTests: number;
  readonly numTodoTests: number;
  /** Files that could not even be loaded: their tests are not in the counts above. */
  readonly numRuntimeErrorTestSuites: number;
}

/** Of a part that came to no end of its own. */
export const COULD_NOT_RUN: Tally = { passed: 0, failed: 1 };

/** A test that was withheld counts as failed, and so does a run that ended badly or ran nothing. */
export function tallyOfJest(report: JestReport | undefined, exitCode: number): Tally {
  if (report === undefined) return COULD_NOT_RUN;
  const withheld = report.numPendingTests + report.numTodoTests;
  const failed = report.numFailedTests + report.numRuntimeErrorTestSuites + withheld;
  const passed = report.numPassedTests;
  if (failed === 0 && (exitCode !== 0 || passed === 0)) return { passed, failed: 1 };
  return { passed, failed };
}

export function tallyOf(outcomes: readonly { readonly passed: boolean }[]): Tally {
  const passed = outcomes.filter((outcome) => outcome.passed).length;
  return { passed, failed: outcomes.length - passed };
}

export function sum(tallies: readonly Tally[]): Tally {
  const add = (left: Tally, right: Tally): Tally => ({
    passed: left.passed + right.passed,
    failed: left.failed + right.failed,
  });
  return tallies.reduce(add, { passed: 0, failed: 0 });
}

/** The one line that ends `make test`. */
export const lastLine = ({ passed, failed }: Tally): string =>
  `${String(passed)} passed, ${String(failed)} failed`;

/** Green means that something ran and nothing failed. */
export const exitCodeOf = ({ passed, failed }: Tally): number => (failed === 0 && passed > 0 ? 0 : 1);
