/** What ECR's scan of an image says, and what the policy makes of it. */
export interface ScanReport {
  /** `unknown` is no pass. */
  readonly outcome: 'passed' | 'failed' | 'unknown' | 'off';
  readonly because: string;
  readonly findings: readonly JudgedFinding[];
  /** How they differ from those of the image that it was compared with; null: with none. */
  readonly difference: { readonly added: readonly string[]; readonly gone: readonly string[] } | null;
}

export interface JudgedFinding {
  readonly id: string;
  readonly severity: string;
  readonly package: string;
  readonly installed: string;
  readonly fixedIn: string | null;
  readonly title: string;
  readonly blocks: boolean;
  readonly because: string;
}
