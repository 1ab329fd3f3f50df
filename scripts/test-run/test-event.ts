/** What jest tells of a run while it goes on: a line of JSON each. */
export type TestEvent =
  | { readonly kind: 'file-begins'; readonly file: string }
  | { readonly kind: 'test-begins'; readonly file: string; readonly test: string }
  | { readonly kind: 'test-ends'; readonly file: string; readonly test: TestOutcome }
  | {
      readonly kind: 'file-ends';
      readonly file: string;
      /** What jest prints of it; of a file that could not be loaded there is nothing else. */
      readonly message: string;
      readonly tests: readonly TestOutcome[];
    };

export interface TestOutcome {
  readonly fullName: string;
  /** One that was withheld is `pending` or `todo`. */
  readonly status: string;
  readonly failureMessages?: readonly string[] | null;
}
