import type { Base } from './core/base.ts';
import type { Approval, SeenPlan } from './core/conclude.ts';
import type { TopicSyncInputs } from './core/inputs.ts';
import { isSettled } from './core/plan.ts';
import { missingOperations, whatMoved } from './core/what-moved.ts';
import type { Ports, TopicCluster } from './ports.ts';
import { readApprovedPlan } from './read-approved-plan.ts';
import { seenOf } from './seen-of.ts';

/** What was approved, compared with the plan that was just made. */
export async function approvalOf(
  {
    expectDigest,
    approvedPlan,
    consents,
  }: Pick<TopicSyncInputs, 'expectDigest' | 'approvedPlan' | 'consents'>,
  { plan, identity, base }: Pick<SeenPlan, 'plan' | 'identity'> & { readonly base: Base },
  { readText, sha256, cluster }: Pick<Ports, 'readText' | 'sha256'> & { readonly cluster: TopicCluster },
): Promise<Approval> {
  if (isSettled(plan)) return { kind: 'any' };
  if (base.kind === 'unknown' && base.why === 'not-earlier' && !consents.has('overwrite'))
    return { kind: 'superseded', because: `${base.because}. ${WAY_ON}` };
  if (expectDigest === '') return { kind: 'any' };
  if (approvedPlan === '') return { kind: 'digest', digest: expectDigest };
  const approved = readApprovedPlan(await readText(approvedPlan), expectDigest, sha256);
  const missing = missingOperations(approved, identity);
  return {
    kind: 'operations',
    moved: whatMoved(approved, { plan, identity, ...(await seenOf(missing, cluster)) }),
  };
}

const WAY_ON =
  'Nothing was changed. Apply the newest commit, or give allow: overwrite: what these files say is then set, and nothing is unset';
