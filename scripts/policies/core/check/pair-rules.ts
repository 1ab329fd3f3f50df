import { type Problem, problemAt } from '../../../../lib/core/problem.ts';
import type { IamFacts } from './iam-facts.ts';
import type { Seen, SeenPolicy } from './seen-policy.ts';

/** Whoever may push a branch runs in a pull request what he likes: such a role may read, and nothing else. */
export function pairProblems(trust: SeenPolicy, policy: SeenPolicy, facts: IamFacts): Problem[] {
  const write = policy.statements
    .filter(({ isAllow }) => isAllow)
    .flatMap(({ actions }) => actions)
    .find(({ text }) => facts.get(text.toLowerCase())?.isWrite === true);
  if (write === undefined) return [];
  const fix = 'Give pull requests a role of their own, which only reads.';
  return trust.statements
    .flatMap(({ conditions }) => conditions.flatMap(({ values }) => values).find(isOfPullRequest) ?? [])
    .map(({ place }) => problemAt(place, `pull requests may take a role that is allowed ${write.text}`, fix));
}

/** Its subject, where the job names no environment, or the commit that it runs at. */
const isOfPullRequest = ({ text }: Seen): boolean =>
  (text.startsWith('repo:') && text.endsWith(':pull_request')) || text.includes('refs/pull/');
