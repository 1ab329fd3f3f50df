/** Mistakes that change nothing anybody could observe, each with the reason. */
export interface EquivalentMutant {
  readonly file: string;
  readonly before: string;
  readonly after: string;
  readonly because: string;
}

export const EQUIVALENT: readonly EquivalentMutant[] = [];
