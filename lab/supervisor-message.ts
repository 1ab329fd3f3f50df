import type { LabDescription } from './lab-description.ts';

/** What a supervisor tells on its stdout, one JSON document a line. */
export type SupervisorMessage =
  | { readonly kind: 'progress'; readonly line: string }
  | { readonly kind: 'failed'; readonly message: string }
  | { readonly kind: 'ready'; readonly description: LabDescription };
