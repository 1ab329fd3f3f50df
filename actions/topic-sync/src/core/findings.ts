import type { Problem } from '../../../../lib/core/problem.ts';

/** Suggests the known word that a mistyped one was meant to be. */
export type Suggest = (word: string, known: Iterable<string>) => string | undefined;

/** What is wrong and what is doubtful in the documents, collected while they are read. */
export interface Findings {
  readonly problems: Problem[];
  readonly warnings: Problem[];
  readonly suggest: Suggest;
}
