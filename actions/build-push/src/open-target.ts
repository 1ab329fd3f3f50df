import { awsSession } from '../../../lib/adapters/aws-session.ts';
import { Ecr, type EcrLogin } from '../../../lib/adapters/ecr.ts';
import { ociRegistry } from '../../../lib/adapters/oci-registry/open-registry.ts';
import type { RegistryLogin } from '../../../lib/adapters/oci-registry/oci-registry.ts';
import type { Runner } from '../../../lib/adapters/runner.ts';
import { callerAccount } from '../../../lib/adapters/sts.ts';
import { ecrHost, parseEcrHost } from '../../../lib/core/ecr-host.ts';
import { ProblemsFound } from '../../../lib/core/problem.ts';
import { WorldFailure } from '../../../lib/core/world-failure.ts';
import { requiredAccounts, type Use, wrongAccount } from './core/allowed-accounts.ts';
import type { BuildPushInputs } from './core/inputs.ts';
import { type EcrRegistry, hostOf, type Target } from './core/target.ts';
import type { DockerLogins } from './docker-logins.ts';
import type { Clock, OpenTarget } from './ports.ts';

interface Opener {
  readonly runner: Runner;
  /** The folder of this run. */
  readonly scratch: string;
  readonly clock: Clock;
  readonly logins: DockerLogins;
  readonly use: Use;
}

/** A client of the registry that a target is in; for ECR with its API, as the role that the target or the job takes. */
export async function openTarget(
  { registry }: Target,
  inputs: BuildPushInputs,
  opener: Opener,
): Promise<OpenTarget> {
  const { runner, clock } = opener;
  const persistence = {
    retries: inputs.retries,
    clock,
    log: (line: string) => {
      runner.info(line);
    },
    scratch: opener.scratch,
  };
  if (registry.kind === 'plain') {
    const login = loginOf(inputs);
    return {
      registry: ociRegistry({ ...persistence, origin: registry.endpoint, login: () => login }),
      ecr: null,
    };
  }
  const ecr = await openEcr(registry, inputs, opener);
  const login = async (): Promise<EcrLogin> => {
    const asked = await ecr.login();
    runner.maskSecret(asked.password);
    opener.logins.keep({ ...asked, host: hostOf(asked.endpoint) });
    return asked;
  };
  // Asked for at once: what cannot be pushed need not be built, and a base may be in this registry.
  const first = await login();
  const origin = endpointOf(registry) ?? originOf(registry, first);
  const access = {
    ...persistence,
    origin,
    login: (again: boolean) => (again ? login() : Promise.resolve(first)),
  };
  return { registry: ociRegistry(access), ecr };
}

function loginOf({ secrets }: BuildPushInputs): Promise<RegistryLogin | undefined> {
  const { registryUsername: username, registryPassword: password } = secrets;
  return Promise.resolve(username === '' ? undefined : { username, password });
}

async function openEcr(
  registry: EcrRegistry,
  { aws }: BuildPushInputs,
  { runner, use }: Opener,
): Promise<Ecr> {
  const { account, region, role } = registry;
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
  return new Ecr(settings, account);
}

/** Amazon's password is good for twelve hours, and goes to Amazon or stays on this machine. */
function endpointOf({ endpoint }: EcrRegistry): string | undefined {
  if (endpoint === undefined || endpoint.startsWith('http://')) return endpoint;
  if (parseEcrHost(hostOf(endpoint)) !== undefined) return endpoint;
  const fix = 'For another registry leave aws-region out, and give registry-username and registry-password.';
  throw new ProblemsFound([
    { where: 'input registry-endpoint', what: `${endpoint} is no registry of Amazon ECR`, fix },
  ]);
}

/** Where ECR's login says that it is good for, unless another account's registry is meant. */
function originOf({ account, region }: EcrRegistry, { endpoint }: EcrLogin): string {
  const host = account === undefined ? hostOf(endpoint) : (ecrHost(account, region) ?? '');
  if (parseEcrHost(host) !== undefined) return `https://${host}`;
  const what = `${host === '' ? `account ${String(account)} in ${region}` : host} is no registry of Amazon ECR`;
  throw new WorldFailure(`${what}. Correct the account and the region; a password is sent to Amazon alone.`);
}
