import type { Change, Executable } from './operation.ts';

export type OutcomeKind = 'done' | 'failed' | 'stale' | 'not-tried';

/** What became of one change. */
export interface Outcome {
  readonly change: Change<Executable>;
  readonly kind: OutcomeKind;
  /** The broker's words, or why it was not tried; null when there is nothing to say. */
  readonly because: string | null;
}
