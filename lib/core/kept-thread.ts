/** What became of a comment or an issue that a run wants to keep up to date. */
export type KeptThread =
  | { readonly kind: 'kept'; readonly url: string }
  /** There is none, and there need not be one. */
  | { readonly kind: 'none' }
  /** GitHub does not let us, or not now; the sentence has no full stop. */
  | { readonly kind: 'refused'; readonly because: string };

/** A text with what it is found by. */
export interface MarkedText {
  /** An HTML comment on one line; the text begins with it. */
  readonly marker: string;
  readonly body: string;
}

/** An issue that is kept open, or closed when nothing is left of it. */
export interface MarkedIssue extends MarkedText {
  readonly title: string;
  readonly label: string;
  readonly isOpen: boolean;
}
