import { type Problem, ProblemsFound } from '../../../lib/core/problem.ts';

/** @throws ProblemsFound when the brokers belong to another cluster than the expected one; empty is any */
export function refuseOtherCluster(found: string, expected: string): void {
  if (expected === '' || found === expected) return;
  const problem: Problem = {
    where: 'input cluster-id',
    what: `the brokers belong to the cluster ${found}, not to ${expected}`,
    fix: 'Nothing was read or changed. Check bootstrap-brokers and cluster-id.',
  };
  throw new ProblemsFound([problem]);
}
