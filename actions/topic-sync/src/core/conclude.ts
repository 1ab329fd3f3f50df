import type { Problem } from '../../../../lib/core/problem.ts';
import type { Outcome } from './apply-outcome.ts';
import { counted } from './counted.ts';
import type { Change, Consent } from './operation.ts';
import { isStray } from './other-topics.ts';
import { isReached, type Plan } from './plan.ts';
import type { PlanIdentity } from './plan-identity.ts';
import type { Result } from './result.ts';
import type { Validation } from './validation.ts';

/** A plan with what belongs to it. */
export interface SeenPlan {
  readonly plan: Plan;
  readonly digest: string;
  readonly identity: PlanIdentity;
  readonly warnings: readonly Problem[];
  readonly sincePreview: Result['sincePreview'];
}

const NOTHING_MADE = { moved: [], outcomes: [], rollback: null, left: null } as const;

/** By what a plan is judged. */
interface Terms {
  readonly validation: Validation;
  readonly consents: ReadonlySet<Consent>;
}

const STRICT: Terms = { validation: 'auto', consents: new Set() };

/** A plan that no apply would begin fails: it is to be seen before it is merged, where it would hold up all others. */
export function planned(seen: SeenPlan, terms: Terms = STRICT): Result {
  const result = { command: 'plan', ...seen, ...NOTHING_MADE } as const;
  const found = { ...result, ...stateOf(seen.plan, terms) };
  if (found.status !== 'changes-pending' || !seen.plan.changes.some(isBlocked)) return found;
  return { ...found, status: 'refused', because: `${found.because}: an apply would make none` };
}

const isBlocked = ({ blocked }: Change): boolean => blocked !== null;

function stateOf(plan: Plan, { validation, consents }: Terms): Pick<Result, 'status' | 'because'> {
  const { changes, unknown } = plan;
  if (unknown.length > 0 && !consents.has('unseen')) {
    return { status: 'partial', because: `${counted(unknown.length, 'topic')} could not be seen` };
  }
  if (changes.length === 0) {
    return { status: 'in-sync', because: `the cluster is as the files say${butUnseen(plan)}` };
  }
  const unchecked = changes.filter(({ notValidated }) => notValidated !== null).length;
  if (validation === 'required' && unchecked > 0) {
    return { status: 'refused', because: `${counted(unchecked, 'change')} could not be validated` };
  }
  return { status: 'changes-pending', because: `${toMake(changes)}${butUnseen(plan)}` };
}

/** It is told wherever it is allowed. */
const butUnseen = ({ unknown }: Plan): string =>
  unknown.length === 0 ? '' : `, but ${counted(unknown.length, 'topic')} could not be seen`;

/** The same look at the cluster, by somebody who expects no change, and no topic without a file. */
export function drift(seen: SeenPlan, terms: Terms): Result {
  const state = stateOf(seen.plan, terms);
  const result = { command: 'drift', ...seen, ...NOTHING_MADE, ...state } as const;
  const strays = seen.plan.others.filter(isStray).length;
  if (strays === 0) return result;
  const own = state.status === 'in-sync' ? 'the declared topics are as the files say' : state.because;
  return {
    ...result,
    because: `${own}, and the cluster has ${counted(strays, 'topic')} that no file declares`,
  };
}

/** The cluster is not as the files say, or has topics that they do not tell of. */
export const isDrifted = ({ plan }: Pick<Result, 'plan'>): boolean =>
  plan.changes.length > 0 || plan.others.some(isStray);

/** What was approved: any plan, one digest, or the operations of a plan, some of which may be made already. */
export type Approval =
  | { readonly kind: 'any' }
  | { readonly kind: 'digest'; readonly digest: string }
  | { readonly kind: 'operations'; readonly moved: readonly string[] }
  /** Files that do not come before these were applied: whatever was approved, it was approved before them. */
  | { readonly kind: 'superseded'; readonly because: string };

/** Why an apply must not begin; undefined when it may. An empty plan is a success whatever was approved. */
export function refusal(
  seen: SeenPlan,
  approval: Approval,
  consents: ReadonlySet<Consent>,
): Result | undefined {
  const { changes } = seen.plan;
  const unknown = consents.has('unseen') ? [] : seen.plan.unknown;
  const result = { command: 'apply', ...seen, ...NOTHING_MADE } as const;
  if (changes.length + unknown.length === 0) {
    return { ...result, status: 'in-sync', because: `there was nothing to do${butUnseen(seen.plan)}` };
  }
  const stale = staleness(seen, approval);
  if (stale !== null) return { ...result, status: 'stale', ...stale };
  const blocked = changes.filter(isBlocked);
  if (blocked.length + unknown.length === 0) return undefined;
  const reasons = [
    ...(blocked.length > 0 ? [`${counted(blocked.length, 'change')} blocked`] : []),
    ...(unknown.length > 0 ? [`${counted(unknown.length, 'topic')} not seen`] : []),
  ];
  return { ...result, status: 'refused', because: `${reasons.join(', ')}: nothing was changed` };
}

function staleness(
  { digest }: SeenPlan,
  approval: Approval,
): { readonly because: string; readonly moved: readonly string[] } | null {
  if (approval.kind === 'superseded') return { because: approval.because, moved: [] };
  if (approval.kind === 'operations' && approval.moved.length > 0) {
    const { moved } = approval;
    const told = moved.slice(0, MOST_TOLD).join('; ');
    const more = moved.length > MOST_TOLD ? `; and ${String(moved.length - MOST_TOLD)} more` : '';
    return { because: `the plan is not the approved one, so nothing was changed: ${told}${more}`, moved };
  }
  if (approval.kind !== 'digest' || approval.digest === digest) return null;
  const because =
    `the plan is ${digest} now, not the reviewed ${approval.digest}: the files, the cluster or the policies changed ` +
    'since the review, or a part of it is made already. Nothing was changed; give approved-plan to be told what ' +
    'moved, and to go on with a plan that was made in part';
  return { because, moved: [] };
}

/** All of them are in the summary and in the report. */
const MOST_TOLD = 3;

export function concluded(seen: SeenPlan, outcomes: readonly Outcome[], left: Plan | null): Result {
  const result = { command: 'apply', ...seen, ...NOTHING_MADE, outcomes, left } as const;
  const missed = outcomes.filter(({ kind }) => kind !== 'done');
  if (missed.length > 0) {
    return { ...result, status: 'partial', because: `${counted(missed.length, 'change')} not made` };
  }
  if (left !== null && !isReached(left, seen.plan)) {
    const because = 'every change was accepted, but the cluster does not show all of them';
    return { ...result, status: 'not-converged', because };
  }
  const [again] = outcomes.map(({ change }) => change.operation.topic).filter((name) => isBuried(name, left));
  if (again !== undefined) {
    const because = `${again} was deleted and is there again: a client, or auto.create.topics.enable, made it anew`;
    return { ...result, status: 'not-converged', because };
  }
  return {
    ...result,
    status: 'applied',
    because: `${counted(outcomes.length, 'change')} made, nothing left to do${butUnseen(seen.plan)}`,
  };
}

const isBuried = (name: string, left: Plan | null): boolean =>
  left?.others.some(({ topic, kind }) => kind === 'tombstoned' && topic === name) === true;

function toMake(changes: readonly Change[]): string {
  const blocked = changes.filter(isBlocked).length;
  return `${counted(changes.length, 'change')} to make${blocked === 0 ? '' : `, ${String(blocked)} of them blocked`}`;
}
