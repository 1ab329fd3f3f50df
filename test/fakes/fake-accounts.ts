import { stsAnswer } from '../../lab/aws/aws-answer.ts';
import { type AwsRequest, readAwsRequest } from '../../lab/aws/aws-request.ts';
import { type HttpAnswer, jsonAnswer, listenOnLoopback } from '../../lab/loopback-server.ts';

/** A call, and the account of who made it. */
export interface AccountCall {
  readonly account: string;
  readonly action: string;
}

/**
 * AWS with as many accounts as are named in roles: each role's session is of its own account, and gets a password for
 * the registries of that one alone. Repositories are there when their registry's account has been told.
 */
export class FakeAccounts implements AsyncDisposable {
  readonly calls: AccountCall[] = [];
  /** `account/repository`. */
  readonly repositories = new Set<string>();
  #server: (AsyncDisposable & { readonly url: string }) | undefined;

  static async start(): Promise<FakeAccounts> {
    const accounts = new FakeAccounts();
    accounts.#server = await listenOnLoopback((http) => accounts.#answer(readAwsRequest(http)));
    return accounts;
  }

  get url(): string {
    return this.#server?.url ?? '';
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#server?.[Symbol.asyncDispose]();
  }

  #answer(request: AwsRequest): HttpAnswer {
    const { action, parameters } = request;
    const account = accountOfRole(parameters.get('RoleArn')) ?? request.accessKeyId?.slice(-12) ?? '';
    this.calls.push({ account, action });
    if (action === 'AssumeRoleWithWebIdentity') return stsAnswer(action, session(account));
    if (action === 'GetCallerIdentity') return stsAnswer(action, `<Account>${account}</Account>`);
    return this.#ecr(account, request);
  }

  #ecr(caller: string, { action, http }: AwsRequest): HttpAnswer {
    const repository = repositoryOf(http.body, caller);
    switch (action) {
      case 'GetAuthorizationToken':
        return json({ authorizationData: [loginOf(caller)] });
      case 'GetLifecyclePolicy':
        return json({ __type: 'LifecyclePolicyNotFoundException' }, 400);
      case 'CreateRepository':
        this.repositories.add(repository);
        return json({});
      default:
        return this.repositories.has(repository)
          ? json({ repositories: [{ imageTagMutability: 'IMMUTABLE' }] })
          : json({ __type: 'RepositoryNotFoundException' }, 400);
    }
  }
}

function repositoryOf(body: string, caller: string): string {
  const asked = JSON.parse(body) as {
    registryId?: string;
    repositoryNames?: string[];
    repositoryName?: string;
  };
  const [name = asked.repositoryName ?? ''] = asked.repositoryNames ?? [];
  return `${asked.registryId ?? caller}/${name}`;
}

const accountOfRole = (arn: string | null): string | undefined => arn?.split(':')[4];

const json = (value: object, status = 200): HttpAnswer => ({
  ...jsonAnswer(status, value),
  contentType: 'application/x-amz-json-1.1',
});

function session(account: string): string {
  const until = new Date(Date.now() + 3_600_000).toISOString();
  const keys = `<AccessKeyId>ASIA${account}</AccessKeyId><SecretAccessKey>x</SecretAccessKey>`;
  return `<Credentials>${keys}<SessionToken>y</SessionToken><Expiration>${until}</Expiration></Credentials>`;
}

/** What a registry of that account takes as a password. */
export const passwordOf = (account: string): string => `password-of-${account}`;

const loginOf = (account: string) => ({
  authorizationToken: Buffer.from(`AWS:${passwordOf(account)}`).toString('base64'),
  proxyEndpoint: `https://${account}.dkr.ecr.eu-west-1.amazonaws.com`,
});
