/** The commit whose files were applied last to an environment. */
export type AppliedCommit =
  | { readonly kind: 'known'; readonly commit: string }
  /** The sentence has no full stop. */
  | { readonly kind: 'unknown'; readonly because: string };
