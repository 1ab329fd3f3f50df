import {
  CreateRepositoryCommand,
  ECRClient,
  PutImageScanningConfigurationCommand,
} from '@aws-sdk/client-ecr';
import { ROOT_KEY } from '../../lab/aws/account.ts';
import type { Lab } from '../../lab/lab.ts';
import type { RepositoryRules } from '../../lab/registry/ecr-rules.ts';

/** The images of the environments, as their `deploy.images` has them; they are built at once, so in no order. */
export const IMAGES = ['consumer', 'producer'] as const;

export const repositoryOf = (image: string): string => `kafka/${image}`;

/** As build-push wants a repository where nobody says otherwise. */
const MUTABLE_TAGS = 'env-*';
export const RULES: RepositoryRules = { immutable: true, exclusions: [MUTABLE_TAGS] };

/** A client of the account's ECR with the credentials of its root; dispose of it. */
function ecrOf({ env }: Pick<Lab, 'env'>): { readonly ecr: ECRClient } & Disposable {
  const { AWS_ENDPOINT_URL: endpoint = '', AWS_REGION: region = '' } = env;
  const ecr = new ECRClient({ endpoint, region, credentials: { ...ROOT_KEY } });
  return {
    ecr,
    [Symbol.dispose]: () => {
      ecr.destroy();
    },
  };
}

export async function createRepositories(lab: Pick<Lab, 'env'>): Promise<void> {
  using client = ecrOf(lab);
  for (const image of IMAGES)
    await client.ecr.send(
      new CreateRepositoryCommand({
        repositoryName: repositoryOf(image),
        imageTagMutability: 'IMMUTABLE_WITH_EXCLUSION',
        imageTagMutabilityExclusionFilters: [{ filterType: 'WILDCARD', filter: MUTABLE_TAGS }],
        imageScanningConfiguration: { scanOnPush: true },
      }),
    );
}

/** Changes a setting by hand, as somebody does in the console. */
export async function setScanOnPush(lab: Pick<Lab, 'env'>, image: string, on: boolean): Promise<void> {
  using client = ecrOf(lab);
  const settings = { repositoryName: repositoryOf(image), imageScanningConfiguration: { scanOnPush: on } };
  await client.ecr.send(new PutImageScanningConfigurationCommand(settings));
}
