import { CreateRepositoryCommand, ECRClient, SetRepositoryPolicyCommand } from '@aws-sdk/client-ecr';
import type { AwsLab, AwsLabOptions } from '../../../lab/aws-lab.ts';
import { ACCOUNT, ROOT_KEY } from '../../../lab/aws/account.ts';
import { rehomed } from '../../../lab/iam/rehomed.ts';
import { asJob } from '../../../lab/oidc-issuer.ts';
import type { RolePolicies } from '../../../scripts/policies/core/policy-document.ts';
import type { PolicySettings } from '../../../scripts/policies/core/policy-settings.ts';
import type { Purpose } from '../../../scripts/policies/core/purpose.ts';
import { rolesHere } from '../../policies/samples-here.ts';
import { type Job, token } from '../../policies/tokens.ts';

type Variables = Readonly<Record<string, string>>;

/** The jobs of images in the sample prod, and the roles that there are for them: `deploy-role` and the like. */
export interface ImageJobs extends AwsLabOptions {
  /** Where images are built. */
  readonly account: string;
  readonly arnOf: (role: string) => string;
  /** The variables of a lab for the job that takes a role. */
  readonly env: (env: Variables, role: string) => Variables;
}

/** Where no policies hold, and jobs take no role. */
export const UNGUARDED: ImageJobs = { account: ACCOUNT, arnOf: () => '', env: (env) => env };

interface Repositories {
  readonly repositories: readonly string[];
  readonly bases: readonly string[];
  /** The account that images are built in. */
  readonly account: string;
  /** The region of the lab's account that images are promoted to. */
  readonly to: string;
}

/** Images are built in the region of the sample, and promoted to another one. */
export async function imageJobs({ account, to, ...repositories }: Repositories): Promise<ImageJobs> {
  const registry = (settings: PolicySettings) => ({ ...settings.registry, ...repositories });
  const [here, there] = await Promise.all([
    rolesHere('prod', (settings) =>
      rehomed({ ...settings, registry: registry(settings) }, settings.cluster, account),
    ),
    rolesHere('prod', (settings) => ({
      ...settings,
      region: to,
      registry: { ...registry(settings), from: { account, region: settings.region } },
    })),
  ]);
  const isDeployer = ({ arn }: RolePolicies) => arn.endsWith('-deploy');
  const arnOf = (purpose: Purpose): string => (purpose === 'deploy' ? there : here).arnOf(purpose);
  return {
    account,
    roles: [...here.roles.filter((role) => !isDeployer(role)), ...there.roles.filter(isDeployer)],
    arnOf: (role) => arnOf(role.replace(/-role$/, '') as Purpose),
    env: (env, role) => asJob(env, token(role === 'topics-plan-role' ? DRIFT : DEPLOY)),
  };
}

const DEPLOY: Job = { workflow: 'deploy.yml', context: 'environment:prod' };
const DRIFT: Job = { workflow: 'drift.yml', context: 'environment:prod-plan' };

interface Repository {
  /** Of the lab's account where it is left out. */
  readonly account?: string;
  readonly region: string;
  readonly name: string;
}

/** Who promotes may create none. */
export async function createRepository(lab: AwsLab, { region, name }: Repository): Promise<void> {
  using client = rootOf(lab, region);
  await client.ecr.send(new CreateRepositoryCommand({ repositoryName: name }));
}

/** Lets a role of another account in, as the one who has the repository does. */
export async function shareRepository(
  lab: AwsLab,
  { account, region, name }: Repository,
  statement: { readonly role: string; readonly actions: readonly string[] },
): Promise<void> {
  using client = rootOf(lab, region);
  const { role, actions } = statement;
  const allowed = { Sid: 'Promote', Effect: 'Allow', Principal: { AWS: role }, Action: actions };
  const policyText = JSON.stringify({ Version: '2012-10-17', Statement: [allowed] });
  await client.ecr.send(
    new SetRepositoryPolicyCommand({ registryId: account, repositoryName: name, policyText }),
  );
}

/** The root of every account of the lab. */
function rootOf({ env }: AwsLab, region: string): { readonly ecr: ECRClient } & Disposable {
  const endpoint = env['AWS_ENDPOINT_URL'] ?? '';
  const ecr = new ECRClient({ region, endpoint, credentials: { ...ROOT_KEY } });
  return {
    ecr,
    [Symbol.dispose]: () => {
      ecr.destroy();
    },
  };
}
