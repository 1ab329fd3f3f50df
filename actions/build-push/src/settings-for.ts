import { awsSession } from '../../../lib/adapters/aws-session.ts';
import type { AwsSettings } from '../../../lib/adapters/aws-settings.ts';
import type { Runner } from '../../../lib/adapters/runner.ts';
import { callerAccount } from '../../../lib/adapters/sts.ts';
import { ProblemsFound } from '../../../lib/core/problem.ts';
import { requiredAccounts, type Use, wrongAccount } from './core/allowed-accounts.ts';
import type { BuildPushInputs } from './core/inputs.ts';
import type { EcrRegistry } from './core/target.ts';

/** Who asks to be let in, and for what. */
export interface Admission {
  readonly runner: Runner;
  readonly use: Use;
}

/** AWS as the role of a registry, or of the job. @throws ProblemsFound when it is of another account than it must be */
export async function settingsFor(
  registry: Pick<EcrRegistry, 'account' | 'role' | 'region'>,
  { aws }: BuildPushInputs,
  { runner, use }: Admission,
): Promise<AwsSettings> {
  const { region, role } = registry;
  if (aws === null) throw new Error('inputs with a registry of ECR have access to AWS');
  const own = aws.role ?? { sessionName: 'build-push', audience: 'sts.amazonaws.com' };
  const access = { ...aws, region, role: role === undefined ? aws.role : { ...own, arn: role } };
  const noToken = access.role === undefined ? undefined : runner.tokenProblem();
  if (noToken !== undefined) throw new ProblemsFound([noToken]);
  const { settings } = awsSession(access, runner);
  const required = requiredAccounts(registry, use, aws.account);
  if (required.length > 0) {
    const wrong = wrongAccount(required, await callerAccount(settings), `the ${use} in ${region}`);
    if (wrong !== undefined) throw new ProblemsFound([wrong]);
  }
  return settings;
}
