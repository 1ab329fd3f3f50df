import { CreateRepositoryCommand, ECRClient } from '@aws-sdk/client-ecr';
import type { AwsLab, AwsLabOptions } from '../../../lab/aws-lab.ts';
import { ROOT_KEY } from '../../../lab/aws/account.ts';
import { asJob } from '../../../lab/oidc-issuer.ts';
import type { RolePolicies } from '../../../scripts/policies/core/policy-document.ts';
import type { Purpose } from '../../../scripts/policies/core/purpose.ts';
import { rolesHere } from '../../policies/samples-here.ts';
import { type Job, MAIN, token } from '../../policies/tokens.ts';

type Variables = Readonly<Record<string, string>>;

/** The jobs of images in the sample prod, and the roles that there are for them: `deploy-role` and the like. */
export interface ImageJobs extends AwsLabOptions {
  readonly arnOf: (role: string) => string;
  /** The variables of a lab for the job that takes a role. */
  readonly env: (env: Variables, role: string) => Variables;
}

/** Where no policies hold, and jobs take no role. */
export const UNGUARDED: ImageJobs = { arnOf: () => '', env: (env) => env };

interface Repositories {
  readonly repositories: readonly string[];
  readonly bases: readonly string[];
  /** The region that images are promoted to. */
  readonly to: string;
}

/** Images are built in the region of the sample, and promoted to another one. */
export async function imageJobs({ to, ...repositories }: Repositories): Promise<ImageJobs> {
  const inRegion = (region?: string) =>
    rolesHere('prod', (settings) => ({
      ...settings,
      region: region ?? settings.region,
      registry: { ...settings.registry, ...repositories },
    }));
  const [here, there] = await Promise.all([inRegion(), inRegion(to)]);
  const isDeployer = ({ arn }: RolePolicies) => arn === here.arnOf('deploy');
  return {
    roles: [...here.roles.filter((role) => !isDeployer(role)), ...there.roles.filter(isDeployer)],
    arnOf: (role) => here.arnOf(role.replace(/-role$/, '') as Purpose),
    env: (env, role) => asJob(env, token(role === 'topics-plan-role' ? DRIFT : DEPLOY)),
  };
}

const DEPLOY: Job = { workflow: 'deploy.yml', context: 'environment:prod' };
const DRIFT: Job = { workflow: 'drift.yml', context: `ref:${MAIN}` };

/** Who promotes may create none. */
export async function createRepository({ env }: AwsLab, region: string, name: string): Promise<void> {
  const endpoint = env['AWS_ENDPOINT_URL'] ?? '';
  const ecr = new ECRClient({ region, endpoint, credentials: { ...ROOT_KEY } });
  await ecr.send(new CreateRepositoryCommand({ repositoryName: name }));
  ecr.destroy();
}
