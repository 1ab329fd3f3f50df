import type { Turns } from '../../lib/adapters/github-turns.ts';

interface Turn {
  readonly environment: string;
  readonly commit: string;
  state: string;
}

/** The turns of a repository; the newest first. */
export class FakeTurns implements Turns {
  readonly begun: Turn[] = [];
  readonly started: { readonly file: string; readonly ref: string; readonly inputs: object }[] = [];
  /** By commit and artifact. */
  readonly shown = new Map<string, number>();
  refusal: string | undefined;

  last(environment: string): ReturnType<Turns['last']> {
    const found = this.begun.find((turn) => turn.environment === environment);
    return this.#unlessRefused({ kind: 'known', commit: found?.commit ?? null } as const);
  }

  begin(environment: string, commit: string): ReturnType<Turns['begin']> {
    if (this.refusal === undefined) this.begun.unshift({ environment, commit, state: 'in_progress' });
    return this.#unlessRefused({ kind: 'begun', turn: this.begun.length } as const);
  }

  finish(turn: number, state: string): ReturnType<Turns['finish']> {
    const found = this.begun.at(-turn);
    if (found !== undefined) found.state = state;
    return this.#unlessRefused({ kind: 'kept', url: 'https://github.test/deployment' } as const);
  }

  runThatShowed(commit: string, artifact: string): ReturnType<Turns['runThatShowed']> {
    const run = this.shown.get(`${commit} ${artifact}`) ?? null;
    return this.#unlessRefused({ kind: 'known', run } as const);
  }

  startWorkflow(file: string, ref: string, inputs: object): ReturnType<Turns['startWorkflow']> {
    this.started.push({ file, ref, inputs });
    return this.#unlessRefused({ kind: 'none' } as const);
  }

  #unlessRefused<T>(answer: T): Promise<T | { readonly kind: 'refused'; readonly because: string }> {
    const { refusal } = this;
    return Promise.resolve(refusal === undefined ? answer : { kind: 'refused', because: refusal });
  }
}
