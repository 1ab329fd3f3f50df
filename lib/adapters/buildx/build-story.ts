import type { RawItem, RawWarning, Step } from './raw-progress.ts';

/** A build can say more than a log is good for. */
const MOST_LINES = 5_000;
/** Of the text behind the messages, where the error stands. */
const MOST_TEXT = 400;

const NOT_YET = { started: '' };
/** `[2/3] COPY`, `[build 1/4] RUN`, `[linux/arm64 2/3] COPY`; the others are BuildKit's own. */
const OF_DOCKERFILE = /^\[[^\]]*\d+\/\d+\]/;

/** Follows a build: says what goes on, and remembers what is asked for at the end. */
export class BuildStory {
  readonly warnings: RawWarning[] = [];
  /** The last lines that were no messages. */
  readonly text: string[] = [];
  readonly #steps = new Map<string, Step>();
  readonly #ended = new Set<string>();
  readonly #numbers = new Map<string, number>();
  readonly #onLine: (line: string) => void;
  #lines = 0;

  constructor(onLine: (line: string) => void) {
    this.#onLine = onLine;
  }

  take(item: RawItem): void {
    if (item.kind === 'text') {
      this.text.push(item.line);
      if (this.text.length > MOST_TEXT) this.text.shift();
      return;
    }
    const { steps, logs, warnings } = item.message;
    for (const step of steps) this.#takeStep(step);
    for (const { step, text } of logs)
      for (const line of text.split('\n').filter((each) => each !== '')) this.#say(step, line);
    this.warnings.push(...warnings);
  }

  /** What of the Dockerfile was done, without what BuildKit does for itself. */
  get steps(): readonly Step[] {
    return [...this.#steps.values()].filter(({ name }) => OF_DOCKERFILE.test(name));
  }

  /** The first step that failed. */
  get failed(): Step | undefined {
    return [...this.#steps.values()].find(({ error }) => error !== '');
  }

  #takeStep(step: Step): void {
    const before = this.#steps.get(step.digest) ?? NOT_YET;
    this.#steps.set(step.digest, step);
    if (step.started !== '' && before.started === '') this.#say(step.digest, step.name);
    // BuildKit ends some of its own steps several times.
    if (step.completed === '' || this.#ended.has(step.digest)) return;
    this.#ended.add(step.digest);
    this.#say(step.digest, endOf(step));
  }

  #say(step: string, text: string): void {
    this.#lines += 1;
    if (this.#lines > MOST_LINES) return;
    const number = this.#numbers.get(step) ?? this.#numbers.size + 1;
    this.#numbers.set(step, number);
    this.#onLine(`#${String(number)} ${text}`);
    if (this.#lines === MOST_LINES) this.#onLine('The build says more than is shown here.');
  }
}

function endOf({ error, isCached, started, completed }: Step): string {
  if (error !== '') return `failed: ${error}`;
  if (isCached) return 'cached';
  return `done in ${((Date.parse(completed) - Date.parse(started)) / 1_000).toFixed(1)} s`;
}
