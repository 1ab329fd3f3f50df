import { type Problem, ProblemsFound } from '../../../lib/core/problem.ts';
import type { RebootInputs } from './inputs.ts';

/** What is asked of the world to know that it is the right one. */
export interface Identities {
  readonly account: () => Promise<string>;
  readonly clusterId: () => Promise<string>;
}

/** A role or brokers of another environment change nothing: both identities are compared before anything else. */
export async function checkGuards({ guards }: RebootInputs, identities: Identities): Promise<void> {
  const problems = [
    ...(await compare('the AWS account', guards.account, identities.account)),
    ...(await compare('the Kafka cluster id', guards.clusterId, identities.clusterId)),
  ];
  if (problems.length > 0) throw new ProblemsFound(problems);
}

async function compare(
  where: string,
  wanted: string | undefined,
  ask: () => Promise<string>,
): Promise<Problem[]> {
  if (wanted === undefined) return [];
  const found = await ask();
  if (found === wanted) return [];
  return [
    {
      where,
      what: `it is ${found}, and ${wanted} is expected`,
      fix: 'Correct the environment, the role or the brokers.',
    },
  ];
}
