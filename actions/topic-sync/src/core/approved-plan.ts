import type { Operation } from './operation.ts';
import type { PlanIdentity, PlanScope } from './plan-identity.ts';

/**
 * The plan that was reviewed, as the plan file of an earlier job tells it. It is compared with a plan that is made anew;
 * nothing of it is ever made.
 */
export interface ApprovedPlan extends PlanScope {
  readonly operations: readonly ApprovedOperation[];
}

export interface ApprovedOperation {
  readonly digest: string;
  /** Without the values where they are sensitive. */
  readonly operation: Operation;
}

export const approvedIdentity = ({ operations, ...scope }: ApprovedPlan): PlanIdentity => ({
  ...scope,
  operations: operations.map(({ digest }) => digest),
});
