import { ProblemsFound } from './core/problem.ts';

/** A role of another environment changes nothing: its account is compared before anything else is asked. */
export async function guardAccount(wanted: string | undefined, ask: () => Promise<string>): Promise<void> {
  if (wanted === undefined) return;
  const found = await ask();
  if (found === wanted) return;
  throw new ProblemsFound([
    {
      where: 'the AWS account',
      what: `it is ${found}, and ${wanted} is expected`,
      fix: 'Correct the role, or the environment.',
    },
  ]);
}
