import type { TestEvent, TestOutcome } from './test-event.ts';

/** A test file that has begun. */
export interface FileSoFar {
  readonly file: string;
  readonly tests: readonly TestOutcome[];
  /** Of a file that has ended; what jest prints of it. */
  readonly message?: string;
  /** What runs in a file that has not ended: a test, or what comes before, between or after its tests. */
  readonly running?: Running;
}

interface Running {
  readonly what: string;
  /** Milliseconds, of the clock that the events were taken by. */
  readonly since: number;
}

/** What is known of a run from its events. */
export class RunSoFar {
  readonly #files = new Map<string, FileSoFar>();

  take(event: TestEvent, now: number): void {
    const { file } = event;
    const { tests = [] } = this.#files.get(file) ?? {};
    switch (event.kind) {
      case 'file-begins':
        this.#files.set(file, { file, tests, running: { what: 'what comes before its tests', since: now } });
        break;
      case 'test-begins':
        this.#files.set(file, { file, tests, running: { what: event.test, since: now } });
        break;
      case 'test-ends': {
        const running = { what: `what comes after "${event.test.fullName}"`, since: now };
        this.#files.set(file, { file, tests: [...tests, event.test], running });
        break;
      }
      case 'file-ends':
        this.#files.set(file, { file, tests: event.tests, message: event.message });
        break;
    }
  }

  get files(): readonly FileSoFar[] {
    return [...this.#files.values()];
  }

  /** What has been running for so many milliseconds or longer, a line each. */
  runningFor(atLeast: number, now: number): string[] {
    return this.files.flatMap(({ file, running }) => {
      if (running === undefined || now - running.since < atLeast) return [];
      return `${file}: ${running.what}, for ${String(Math.round((now - running.since) / 1000))} s`;
    });
  }
}
