import { writeSync } from 'node:fs';
import type { TestEvent, TestOutcome } from './test-event.ts';

/** Where jest finds this. */
export const EVENT_REPORTER = import.meta.filename;

/** Where the lines go: what tests print is on stdout and stderr. */
export const EVENTS_FD = 3;

interface TestFile {
  readonly path: string;
}

interface FileResult {
  readonly failureMessage?: string | null;
  readonly testResults: readonly TestOutcome[];
}

/**
 * Tells what happens when it happens: jest's own report is written at the end, and a run that has to be ended leaves none.
 * https://jestjs.io/docs/configuration#custom-reporters
 */
export default class EventReporter {
  onTestFileStart({ path: file }: TestFile): void {
    tell({ kind: 'file-begins', file });
  }

  onTestCaseStart({ path: file }: TestFile, { fullName }: { readonly fullName: string }): void {
    tell({ kind: 'test-begins', file, test: fullName });
  }

  onTestCaseResult({ path: file }: TestFile, test: TestOutcome): void {
    tell({ kind: 'test-ends', file, test: outcomeOf(test) });
  }

  onTestFileResult({ path: file }: TestFile, { failureMessage, testResults }: FileResult): void {
    tell({ kind: 'file-ends', file, message: failureMessage ?? '', tests: testResults.map(outcomeOf) });
  }
}

const outcomeOf = ({ fullName, status, failureMessages }: TestOutcome): TestOutcome => ({
  fullName,
  status,
  failureMessages: failureMessages ?? [],
});

function tell(event: TestEvent): void {
  writeSync(EVENTS_FD, `${JSON.stringify(event)}\n`);
}
