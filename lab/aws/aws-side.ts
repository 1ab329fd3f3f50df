import { once } from 'node:events';
import type { RolePolicies } from '../../scripts/policies/core/policy-document.ts';
import { Iam } from '../iam/iam.ts';
import { RegistryRights } from '../iam/registry-rights.ts';
import type { Holds } from '../hold.ts';
import { listenOnLoopback } from '../loopback-server.ts';
import { type OidcIssuer, startOidcIssuer } from '../oidc-issuer.ts';
import { Refusals } from './fault.ts';
import type { Instance } from './instance.ts';
import { Moto } from './moto.ts';
import type { AwsCall } from './aws-call.ts';
import { answerAws } from './proxy.ts';
import { ScanBook } from './scan-book.ts';
import { Sessions } from './sessions.ts';

interface AwsSideOptions {
  readonly python: string;
  readonly logFile: string;
  readonly holds: Holds;
  /** Assumed sessions end after so many seconds, however long they were asked for. */
  readonly sessionSeconds: number | undefined;
  /** The roles that there are, with their policies; undefined: one that may do everything. */
  readonly roles: readonly RolePolicies[] | undefined;
}

/** moto behind its proxy, and the issuer of the tokens that it believes. */
export interface AwsSide extends AsyncDisposable {
  readonly moto: Moto;
  readonly issuer: OidcIssuer;
  /** AWS_ENDPOINT_URL. */
  readonly endpoint: string;
  /** To be filled: the instances that are processes here. */
  readonly instances: Map<string, Instance>;
  readonly calls: AwsCall[];
  readonly refusals: Refusals;
  readonly scans: ScanBook;
  /** For the registries of the account; undefined where every password may do everything. */
  readonly registryRights: RegistryRights | undefined;
  /** Whether policies hold, so that only sessions of roles may do anything. */
  readonly isGuarded: boolean;
}

export async function startAwsSide(options: AwsSideOptions): Promise<AwsSide> {
  const { python, logFile, holds, sessionSeconds, roles } = options;
  const [moto, issuer] = await Promise.all([Moto.start(python, logFile), startOidcIssuer()]);
  const seen = {
    instances: new Map<string, Instance>(),
    calls: [] as AwsCall[],
    refusals: new Refusals(),
    scans: new ScanBook(),
  };
  const iam =
    roles &&
    new Iam(
      roles,
      (id) => moto.tagsOf(id),
      (arn) => moto.policyOf(arn),
    );
  const registryRights = iam && new RegistryRights(iam, seen.calls);
  const sts = { sessions: new Sessions(), keys: issuer.keys, sessionSeconds, iam, registryRights };
  const server = await listenOnLoopback((request) => answerAws(request, { ...seen, ...sts, moto, holds }));
  return {
    ...seen,
    ...{ moto, issuer, registryRights, isGuarded: iam !== undefined },
    endpoint: server.url,
    [Symbol.asyncDispose]: async () => {
      await Promise.all([server, issuer].map((each) => each[Symbol.asyncDispose]()));
      const ended = once(moto.process, 'exit');
      moto.process.kill('SIGKILL');
      await ended;
    },
  };
}
