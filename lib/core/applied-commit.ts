/** What was applied of a commit. */
export interface AppliedFiles {
  readonly commit: string;
  /** Patterns of the files; null where that is not recorded. */
  readonly files: readonly string[] | null;
  /** Patterns of topic names that were left alone. */
  readonly ignore: readonly string[];
}

/** The commit whose files were applied last to an environment. */
export type AppliedCommit =
  | (AppliedFiles & { readonly kind: 'known' })
  /** Nothing was ever recorded. The sentences have no full stop. */
  | { readonly kind: 'none'; readonly because: string }
  | { readonly kind: 'unknown'; readonly because: string };
