import { stripVTControlCharacters } from 'node:util';
import type { FileSoFar, RunSoFar } from './run-so-far.ts';

/** What a part of the run came to. */
export interface Tally {
  readonly passed: number;
  /** What failed, and how, as it is told at the end of the run. */
  readonly failures: readonly string[];
}

/** How much of a failure is told again at the end, in lines: the whole of it stands where it happened. */
const LINES_TOLD = 12;

/** How a run of jest ended. */
export interface JestEnd {
  readonly exitCode: number;
  /** Otherwise it was ended, as it took longer than it may. */
  readonly inTime: boolean;
}

/** A test that was withheld counts as failed, and so does a run that ended badly, or in the middle, or ran nothing. */
export function tallyOfJest(run: RunSoFar, { exitCode, inTime }: JestEnd, now: number): Tally {
  const passed = run.files.flatMap(({ tests }) => tests.filter(hasPassed)).length;
  const unfinished = run.runningFor(0, now).map((what) => `${what}: it ran when the run ended`);
  const failures = [...run.files.flatMap(failuresOfFile), ...unfinished];
  if (!inTime) return { passed, failures: [...failures, 'jest took longer than it may, and was ended'] };
  if (failures.length > 0) return { passed, failures };
  if (exitCode !== 0) {
    const because = passed === 0 ? 'and ran nothing' : 'though no test failed';
    return { passed, failures: [`jest ended with exit code ${String(exitCode)}, ${because}`] };
  }
  return { passed, failures: passed === 0 ? ['no test ran'] : [] };
}

const hasPassed = ({ status }: { readonly status: string }): boolean => status === 'passed';

function failuresOfFile({ file, message = '', tests }: FileSoFar): string[] {
  const failures = tests
    .filter((test) => !hasPassed(test))
    .map((test) => told(`${file}: ${test.fullName}`, test.failureMessages?.[0] ?? test.status));
  return failures.length === 0 && message !== '' ? [told(file, message)] : failures;
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
