import {
  CreateRepositoryCommand,
  DescribeImageScanFindingsCommand,
  DescribeRepositoriesCommand,
  ECRClient,
  GetAuthorizationTokenCommand,
  GetLifecyclePolicyCommand,
  PutImageScanningConfigurationCommand,
  PutImageTagMutabilityCommand,
  PutLifecyclePolicyCommand,
  type Repository,
  StartImageScanCommand,
} from '@aws-sdk/client-ecr';
import type { RepositorySettings, SeenRepository } from '../core/ecr-repository.ts';
import type { ScanFinding, ScanReading } from '../core/ecr-scan.ts';
import { type AwsSettings, withTimeouts } from './aws-settings.ts';
import { loginOf } from './ecr-token.ts';
import { attempt, isEcrError } from './ecr/attempt.ts';
import { readFindings, readStatus } from './ecr/scan-reading.ts';
import { renewOnExpiry } from './renew-on-expiry.ts';

/** What a registry takes as a password for twelve hours, or for as long as the session that asked for it. */
export interface EcrLogin {
  readonly username: string;
  readonly password: string;
  /** Such as `https://123456789012.dkr.ecr.eu-west-1.amazonaws.com`. */
  readonly endpoint: string;
}

/** The API of Amazon ECR for one account and region; every refusal is a WorldFailure that names the call. */
export class Ecr {
  readonly #client: ECRClient;
  readonly #registryId: string | undefined;

  /** `account`: whose registry, where it is not the caller's own. */
  constructor(settings: AwsSettings, account?: string) {
    this.#client = new ECRClient({ ...withTimeouts(settings), maxAttempts: 8, retryMode: 'adaptive' });
    this.#registryId = account;
    renewOnExpiry(this.#client);
  }

  /** The caller masks the password before its first use. */
  async login(): Promise<EcrLogin> {
    const answer = await attempt('GetAuthorizationToken', () =>
      this.#client.send(new GetAuthorizationTokenCommand({})),
    );
    const [data] = answer.authorizationData ?? [];
    return { ...loginOf(data?.authorizationToken ?? '', 'ECR'), endpoint: data?.proxyEndpoint ?? '' };
  }

  /** Undefined where there is no such repository. */
  async repository(name: string): Promise<SeenRepository | undefined> {
    const input = { ...this.#registry(), repositoryNames: [name] };
    return attempt(`DescribeRepositories of ${name}`, async () => {
      try {
        const { repositories = [] } = await this.#client.send(new DescribeRepositoriesCommand(input));
        const [found] = repositories;
        return found === undefined
          ? undefined
          : { ...shown(found), lifecyclePolicy: await this.#lifecycle(name) };
      } catch (error) {
        if (isEcrError(error, 'RepositoryNotFoundException')) return undefined;
        throw error;
      }
    });
  }

  /** To have been created by somebody else meanwhile is success, too. */
  async create(name: string, settings: RepositorySettings): Promise<'created' | 'was-there'> {
    const { kmsKey, scanOnPush, tags } = settings;
    const input = {
      ...this.#registry(),
      repositoryName: name,
      ...mutability(settings),
      imageScanningConfiguration: { scanOnPush },
      encryptionConfiguration:
        kmsKey === null ? { encryptionType: 'AES256' as const } : kmsEncryption(kmsKey),
      tags: Object.entries(tags).map(([Key, Value]) => ({ Key, Value })),
    };
    return attempt(`CreateRepository ${name}`, async () => {
      try {
        await this.#client.send(new CreateRepositoryCommand(input));
        return 'created';
      } catch (error) {
        if (isEcrError(error, 'RepositoryAlreadyExistsException')) return 'was-there';
        throw error;
      }
    });
  }

  async setTagMutability(name: string, settings: RepositorySettings): Promise<void> {
    const input = { ...this.#registry(), repositoryName: name, ...mutability(settings) };
    await attempt(`PutImageTagMutability of ${name}`, () =>
      this.#client.send(new PutImageTagMutabilityCommand(input)),
    );
  }

  async setScanOnPush(name: string, scanOnPush: boolean): Promise<void> {
    const input = { ...this.#registry(), repositoryName: name, imageScanningConfiguration: { scanOnPush } };
    await attempt(`PutImageScanningConfiguration of ${name}`, () =>
      this.#client.send(new PutImageScanningConfigurationCommand(input)),
    );
  }

  /** `policy` is the JSON text that ECR takes. */
  async setLifecyclePolicy(name: string, policy: string): Promise<void> {
    const input = { ...this.#registry(), repositoryName: name, lifecyclePolicyText: policy };
    await attempt(`PutLifecyclePolicy of ${name}`, () =>
      this.#client.send(new PutLifecyclePolicyCommand(input)),
    );
  }

  /** Everything that ECR knows of the scan of this very image, all pages of it. */
  async scan(name: string, digest: string): Promise<ScanReading> {
    return attempt(`DescribeImageScanFindings of ${name}@${digest}`, async () => {
      try {
        return await this.#pages(name, digest);
      } catch (error) {
        if (isEcrError(error, 'ScanNotFoundException')) return NO_SCAN;
        throw error;
      }
    });
  }

  async #pages(name: string, digest: string): Promise<ScanReading> {
    const findings: ScanFinding[] = [];
    const input = { ...this.#registry(), repositoryName: name, imageId: { imageDigest: digest } };
    for (let token: string | undefined; ;) {
      const paged = token === undefined ? input : { ...input, nextToken: token };
      const page = await this.#client.send(new DescribeImageScanFindingsCommand(paged));
      findings.push(...readFindings(page));
      token = page.nextToken;
      if (token === undefined) return { ...readStatus(page), findings };
    }
  }

  /** Asks for a basic scan; false where ECR makes none for us: once a day for an image, never with enhanced scanning. */
  async startScan(name: string, digest: string): Promise<boolean> {
    const input = { ...this.#registry(), repositoryName: name, imageId: { imageDigest: digest } };
    return attempt(`StartImageScan of ${name}@${digest}`, async () => {
      try {
        await this.#client.send(new StartImageScanCommand(input));
        return true;
      } catch (error) {
        if (
          isEcrError(error, 'LimitExceededException', 'ValidationException', 'UnsupportedImageTypeException')
        )
          return false;
        throw error;
      }
    });
  }

  async #lifecycle(name: string): Promise<string | null> {
    try {
      const input = { ...this.#registry(), repositoryName: name };
      return (await this.#client.send(new GetLifecyclePolicyCommand(input))).lifecyclePolicyText ?? null;
    } catch (error) {
      if (isEcrError(error, 'LifecyclePolicyNotFoundException')) return null;
      throw error;
    }
  }

  #registry(): { readonly registryId?: string } {
    return this.#registryId === undefined ? {} : { registryId: this.#registryId };
  }
}

const NO_SCAN: ScanReading = {
  status: 'none',
  description: '',
  findings: [],
  completedAt: null,
  databaseAt: null,
};

const kmsEncryption = (kmsKey: string) => ({ encryptionType: 'KMS' as const, kmsKey });

const shown = (repository: Repository): Omit<SeenRepository, 'lifecyclePolicy'> => ({
  tagMutability: repository.imageTagMutability ?? '',
  mutableTags: (repository.imageTagMutabilityExclusionFilters ?? [])
    .flatMap(({ filter }) => filter ?? [])
    .sort(),
  scanOnPush: repository.imageScanningConfiguration?.scanOnPush ?? false,
  kmsKey: repository.encryptionConfiguration?.kmsKey ?? null,
});

function mutability({ tagMutability, mutableTags }: RepositorySettings) {
  if (tagMutability === 'MUTABLE' || mutableTags.length === 0) return { imageTagMutability: tagMutability };
  return {
    imageTagMutability: 'IMMUTABLE_WITH_EXCLUSION' as const,
    imageTagMutabilityExclusionFilters: mutableTags.map((filter) => ({
      filterType: 'WILDCARD' as const,
      filter,
    })),
  };
}
