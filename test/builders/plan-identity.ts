import { createHash } from 'node:crypto';
import { identityOf, type PlanIdentity } from '../../actions/topic-sync/src/core/plan-identity.ts';
import type { Plan } from '../../actions/topic-sync/src/core/plan.ts';

export const sha256 = (text: string): string => createHash('sha256').update(text).digest('hex');

/** What a plan is known by where no environment and no policy is meant. */
export const planIdentity = (plan: Pick<Plan, 'clusterId' | 'changes'>): PlanIdentity =>
  identityOf(plan, { policies: [], environment: '' }, sha256);
