import type { Problem } from '../../../../lib/core/problem.ts';
import type { HardeningReport } from './hardening/judge-hardening.ts';
import type { Probe } from './image-facts.ts';
import type { Mode } from './inputs.ts';
import type { Drift } from './repository-drift.ts';
import type { ScanReport } from './scan-report.ts';

/** What became of a run; `planned` changed nothing. */
export type Status =
  | 'pushed'
  /** An image with this content was there: nothing was built, and no layer was moved. */
  | 'reused'
  | 'planned'
  | 'promoted'
  | 'verified'
  | 'rolled-back'
  /** Every repository is as its settings say. */
  | 'in-sync'
  | 'drifted'
  /** A gate refused it. What was pushed before the scan has no tag but that of its content. */
  | 'refused'
  /** Nobody can say whether it passes. */
  | 'unproved'
  /** Some registries have it and some do not: the next run completes them. */
  | 'partial';

const FAILURES: ReadonlySet<Status> = new Set<Status>(['refused', 'unproved', 'partial']);

export const isFailure = (status: Status): boolean => FAILURES.has(status);

export interface Report {
  readonly mode: Exclude<Mode, 'plan'>;
  readonly dryRun: boolean;
  readonly status: Status;
  readonly because: string;
  readonly image: string;
  readonly digest: string | null;
  /** Platform to digest. */
  readonly platformDigests: Readonly<Record<string, string>>;
  readonly contentHash: string | null;
  /** Why an earlier image was taken, or what has changed since. */
  readonly reasons: readonly string[];
  /** Bytes that a registry keeps, each layer once. */
  readonly size: number | null;
  readonly sizeBefore: number | null;
  readonly hardening: HardeningReport | null;
  readonly probes: readonly Probe[];
  readonly scan: ScanReport | null;
  readonly places: readonly PlaceReport[];
  readonly steps: readonly Step[];
  readonly warnings: readonly Problem[];
}

/** One registry. */
export interface PlaceReport {
  /** `host/repository`. */
  readonly name: string;
  readonly outcome: 'pushed' | 'already-there' | 'planned' | 'failed' | 'untouched';
  readonly because: string;
  readonly tags: readonly TagReport[];
  readonly drift: readonly Drift[];
}

export interface TagReport {
  readonly tag: string;
  readonly outcome: 'written' | 'already-exists' | 'planned' | 'failed' | 'recorded';
  readonly because: string;
}

/** What was done, or would be; times in milliseconds since the epoch. */
export interface Step {
  readonly what: string;
  readonly from: number;
  readonly to: number;
  readonly outcome: string;
}
