import { type Problem, problemAt } from '../../../../lib/core/problem.ts';
import type { SourceValue } from '../../../../lib/core/source-value.ts';
import type { IamFacts } from './iam-facts.ts';
import { permissionProblems } from './permission-rules.ts';
import { seePolicy } from './seen-policy.ts';
import { shapeProblems, type Suggest } from './shape-rules.ts';
import { trustProblems } from './trust-rules.ts';
import { wholePolicyProblems } from './whole-policy-rules.ts';

/** Everything that is wrong in a policy, at its place. */
export function checkPolicy(document: SourceValue, facts: IamFacts, suggest: Suggest): Problem[] {
  if (document.kind !== 'map') return [problemAt(document.place, 'it is no policy', 'Write a JSON object.')];
  const policy = seePolicy(document);
  return [
    ...shapeProblems(document, policy, suggest),
    ...(policy.isTrust ? trustProblems(policy, suggest) : permissionProblems(policy, facts)),
    ...wholePolicyProblems(document, policy, facts),
  ];
}
