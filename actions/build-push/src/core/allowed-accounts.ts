import type { Problem } from '../../../../lib/core/problem.ts';
import type { EcrRegistry } from './target.ts';

/** An image is only taken from a source; a target is written to. */
export type Use = 'source' | 'target';

/**
 * The accounts that whoever opens a registry must be of, all of them. A role of its own is of the registry's account
 * or, where nothing says that, of the environment's; the job's own role is always of the environment's. A source that
 * has no role lets the job's in by a policy of its repository, so its account asks for nothing.
 */
export function requiredAccounts(
  { account, role }: Pick<EcrRegistry, 'account' | 'role'>,
  use: Use,
  environment: string | undefined,
): string[] {
  const wanted =
    role === undefined
      ? [environment, ...(use === 'target' ? [account] : [])]
      : [account ?? (use === 'target' ? environment : undefined)];
  return wanted.filter((each) => each !== undefined);
}

/** What is wrong with an identity of the account `found`; undefined where nothing is. */
export function wrongAccount(required: readonly string[], found: string, where: string): Problem | undefined {
  const wanted = required.find((each) => each !== found);
  if (wanted === undefined) return undefined;
  const fix = 'Correct the role, the account of the registry, or the environment. Nothing was written.';
  return { where, what: `its role is of account ${found}, and ${wanted} is expected`, fix };
}
