import type { Problem } from '../../../../lib/core/problem.ts';
import type { Outcome } from './apply-outcome.ts';
import { counted } from './counted.ts';
import type { Change } from './operation.ts';
import { isStray } from './other-topics.ts';
import { isSettled, type Plan } from './plan.ts';
import type { Result } from './result.ts';
import type { Validation } from './validation.ts';

/** A plan with what belongs to it. */
export interface SeenPlan {
  readonly plan: Plan;
  readonly digest: string;
  readonly warnings: readonly Problem[];
}

const NOTHING_MADE = { outcomes: [], left: null } as const;

export function planned(seen: SeenPlan, validation: Validation = 'auto'): Result {
  const { changes, unknown } = seen.plan;
  const result = { command: 'plan', ...seen, ...NOTHING_MADE } as const;
  if (unknown.length > 0) {
    return { ...result, status: 'partial', because: `${counted(unknown.length, 'topic')} could not be seen` };
  }
  if (changes.length === 0)
    return { ...result, status: 'in-sync', because: 'the cluster is as the files say' };
  const unchecked = changes.filter(({ notValidated }) => notValidated !== null).length;
  if (validation === 'required' && unchecked > 0) {
    return {
      ...result,
      status: 'refused',
      because: `${counted(unchecked, 'change')} could not be validated`,
    };
  }
  return { ...result, status: 'changes-pending', because: toMake(changes) };
}

/** The same look at the cluster, by somebody who expects no change, and no topic without a file. */
export function drift(seen: SeenPlan, validation: Validation): Result {
  const result = { ...planned(seen, validation), command: 'drift' } as const;
  const strays = seen.plan.others.filter(isStray).length;
  if (strays === 0) return result;
  const own = result.status === 'in-sync' ? 'the declared topics are as the files say' : result.because;
  return {
    ...result,
    because: `${own}, and the cluster has ${counted(strays, 'topic')} that no file declares`,
  };
}

/** The cluster is not as the files say, or has topics that they do not tell of. */
export const isDrifted = ({ plan }: Pick<Result, 'plan'>): boolean =>
  plan.changes.length > 0 || plan.others.some(isStray);

/** Why an apply must not begin; undefined when it may. An empty plan is a success whatever was expected. */
export function refusal(seen: SeenPlan, expectDigest: string): Result | undefined {
  const { changes, unknown } = seen.plan;
  const result = { command: 'apply', ...seen, ...NOTHING_MADE } as const;
  if (isSettled(seen.plan)) return { ...result, status: 'in-sync', because: 'there was nothing to do' };
  if (expectDigest !== '' && expectDigest !== seen.digest) {
    const because =
      `the plan is ${seen.digest} now, not the reviewed ${expectDigest}: the files, the cluster or \`allow\` changed ` +
      'since the review. Nothing was changed; compare the changes that it lists now with the reviewed ones';
    return { ...result, status: 'stale', because };
  }
  const blocked = changes.filter((change) => change.blocked !== null);
  if (blocked.length + unknown.length === 0) return undefined;
  const reasons = [
    ...(blocked.length > 0 ? [`${counted(blocked.length, 'change')} blocked`] : []),
    ...(unknown.length > 0 ? [`${counted(unknown.length, 'topic')} not seen`] : []),
  ];
  return { ...result, status: 'refused', because: `${reasons.join(', ')}: nothing was changed` };
}

export function concluded(seen: SeenPlan, outcomes: readonly Outcome[], left: Plan | null): Result {
  const result = { command: 'apply', ...seen, outcomes, left } as const;
  const missed = outcomes.filter(({ kind }) => kind !== 'done');
  if (missed.length > 0) {
    return { ...result, status: 'partial', because: `${counted(missed.length, 'change')} not made` };
  }
  if (left !== null && !isSettled(left)) {
    const because = 'every change was accepted, but the cluster does not show all of them';
    return { ...result, status: 'not-converged', because };
  }
  return {
    ...result,
    status: 'applied',
    because: `${counted(outcomes.length, 'change')} made, nothing left to do`,
  };
}

function toMake(changes: readonly Change[]): string {
  const blocked = changes.filter((change) => change.blocked !== null).length;
  return `${counted(changes.length, 'change')} to make${blocked === 0 ? '' : `, ${String(blocked)} of them blocked`}`;
}
