import { duration, type InputReader, text } from '../../../../lib/core/read-inputs.ts';

/** The inputs of deletions. */
export const DELETION_READERS = {
  'base-ref': text('') satisfies InputReader<string>,
  'delete-guard': duration('7d', { least: '0s', most: '3650d' }),
};

export interface DeletionSettings {
  /** The commit on whose files protection is read; empty: it is not known. */
  readonly baseRef: string;
  /** How long a topic must not have been written to, in milliseconds. */
  readonly unusedForMs: number;
}
