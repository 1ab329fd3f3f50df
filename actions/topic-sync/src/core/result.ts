import type { Problem } from '../../../../lib/core/problem.ts';
import type { Outcome } from './apply-outcome.ts';
import type { Plan } from './plan.ts';
import type { Rollback } from './rollback.ts';
import type { PlanIdentity } from './plan-identity.ts';
import type { PreviewDifference } from './since-preview.ts';

export type Command = 'lint' | 'plan' | 'apply' | 'drift' | 'explain' | 'export' | 'permissions' | 'verify';

export type Status =
  'in-sync' | 'changes-pending' | 'applied' | 'refused' | 'stale' | 'partial' | 'not-converged';

/** What a run found and did; summary, log, outputs and report only print it. */
export interface Result {
  readonly command: Command;
  readonly status: Status;
  /** One sentence: why this status. */
  readonly because: string;
  readonly plan: Plan;
  readonly digest: string;
  readonly identity: PlanIdentity;
  /** Of a `stale` apply: what is not as it was when the plan was approved, where that can be told. */
  readonly moved: readonly string[];
  /** One for each change that an apply was to make; empty otherwise. */
  readonly outcomes: readonly Outcome[];
  /** How to take back what was made; null when nothing was. */
  readonly rollback: Rollback | null;
  /** What the plan made afterwards still wants; null when there was no need for one. */
  readonly left: Plan | null;
  readonly warnings: readonly Problem[];
  /** In what the plan differs from the one that the pull request showed; null where that was not compared. */
  readonly sincePreview: readonly PreviewDifference[] | null;
}

const FAILURES: readonly Status[] = ['refused', 'stale', 'partial', 'not-converged'];

export const isFailure = (status: Status): boolean => FAILURES.includes(status);
