import { stripVTControlCharacters } from 'node:util';

/** What a part of the run came to. */
export interface Tally {
  readonly passed: number;
  /** What failed, and how, as it is told at the end of the run. */
  readonly failures: readonly string[];
}

/** What matters here of jest's --json report. */
export interface JestReport {
  readonly numPassedTests: number;
  readonly testResults: readonly JestFile[];
}

/** A test file in that report. */
export interface JestFile {
  readonly name: string;
  readonly status: string;
  /** What jest prints of it; of a file that could not be loaded there is nothing else. */
  readonly message: string;
  readonly assertionResults: readonly JestTest[];
}

interface JestTest {
  readonly fullName: string;
  /** One that was withheld is `pending` or `todo`. */
  readonly status: string;
  readonly failureMessages?: readonly string[] | null;
}

/** How much of a failure is told again at the end, in lines: the whole of it stands where it happened. */
const LINES_TOLD = 12;

/** A test that was withheld counts as failed, and so does a run that ended badly or ran nothing. */
export function tallyOfJest(report: JestReport | undefined, exitCode: number): Tally {
  if (report === undefined)
    return couldNotRun(`jest ended with exit code ${String(exitCode)} and without a report`);
  const passed = report.numPassedTests;
  const failures = report.testResults.flatMap(failuresOfFile);
  if (failures.length > 0) return { passed, failures };
  if (exitCode !== 0)
    return { passed, failures: [`jest ended with exit code ${String(exitCode)}, though no test failed`] };
  return { passed, failures: passed === 0 ? ['no test ran'] : [] };
}

function failuresOfFile({ name, status, message, assertionResults }: JestFile): string[] {
  const failures = assertionResults
    .filter((test) => test.status !== 'passed')
    .map((test) => told(`${name}: ${test.fullName}`, test.failureMessages?.[0] ?? test.status));
  return failures.length === 0 && status === 'failed' ? [told(name, message)] : failures;
}

const told = (where: string, what: string): string =>
  [where, ...stripVTControlCharacters(what).trim().split('\n').slice(0, LINES_TOLD)].join('\n  ');

/** Of a part that came to no end of its own. */
export const couldNotRun = (because: string): Tally => ({ passed: 0, failures: [because] });

export function tallyOf(outcomes: readonly { readonly name: string; readonly passed: boolean }[]): Tally {
  const failures = outcomes.filter(({ passed }) => !passed).map(({ name }) => name);
  return { passed: outcomes.length - failures.length, failures };
}

export const sum = (tallies: readonly Tally[]): Tally => ({
  passed: tallies.reduce((total, { passed }) => total + passed, 0),
  failures: tallies.flatMap(({ failures }) => failures),
});

/** The end of `make test`: what failed, and always the one line that counts. */
export const lastLines = ({ passed, failures }: Tally): string[] => [
  ...failures.map((failure) => `FAILED ${failure}`),
  `${String(passed)} passed, ${String(failures.length)} failed`,
];

/** Green means that something ran and nothing failed. */
export const exitCodeOf = ({ passed, failures }: Tally): number =>
  failures.length === 0 && passed > 0 ? 0 : 1;
