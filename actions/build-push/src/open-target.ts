import { Ecr, type EcrLogin } from '../../../lib/adapters/ecr.ts';
import { ecrPublicLogin } from '../../../lib/adapters/ecr-public.ts';
import { ociRegistry, type RegistryAccess } from '../../../lib/adapters/oci-registry/open-registry.ts';
import type { OciRegistry, RegistryLogin } from '../../../lib/adapters/oci-registry/oci-registry.ts';
import { ecrHost, parseEcrHost } from '../../../lib/core/ecr-host.ts';
import { assertNever } from '../../../lib/core/assert-never.ts';
import { ProblemsFound } from '../../../lib/core/problem.ts';
import { WorldFailure } from '../../../lib/core/world-failure.ts';
import type { BuildPushInputs } from './core/inputs.ts';
import { type EcrRegistry, hostOf, type PublicRegistry, type Target } from './core/target.ts';
import { type Admission, settingsFor } from './settings-for.ts';
import type { DockerLogins } from './docker-logins.ts';
import type { LayerCache } from './layer-cache.ts';
import type { Clock, OpenTarget } from './ports.ts';

interface Opener extends Admission {
  /** The folder of this run. */
  readonly scratch: string;
  readonly clock: Clock;
  readonly logins: DockerLogins;
  readonly layers: LayerCache;
  /** Aborted when the run is asked to end. */
  readonly signal?: AbortSignal;
}

/** A client of the registry that a target is in; for ECR with its API, as the role that the target or the job takes. */
export async function openTarget(
  target: Target,
  inputs: BuildPushInputs,
  opener: Opener,
): Promise<OpenTarget> {
  const { registry } = target;
  switch (registry.kind) {
    case 'plain':
      return {
        registry: clientOf(registry.endpoint, inputs, { opener, login: () => given(inputs) }),
        ecr: null,
      };
    case 'ecr-public':
      return { registry: await openPublic(registry, inputs, opener), ecr: null };
    case 'ecr':
      return openEcr({ ...target, registry }, inputs, opener);
    default:
      return assertNever(registry);
  }
}

interface Client {
  readonly opener: Opener;
  readonly login: RegistryAccess['login'];
}

function clientOf(origin: string, { retries }: BuildPushInputs, { opener, login }: Client): OciRegistry {
  const { clock, scratch, runner, signal } = opener;
  const log = (line: string): void => {
    runner.info(line);
  };
  return ociRegistry({ retries, clock, scratch, log, origin, login, signal });
}

function given({ secrets }: BuildPushInputs): Promise<RegistryLogin | undefined> {
  const { registryUsername: username, registryPassword: password } = secrets;
  return Promise.resolve(username === '' ? undefined : { username, password });
}

/** Amazon's public gallery: it has neither scans nor tags that stay. */
async function openPublic(
  registry: PublicRegistry,
  inputs: BuildPushInputs,
  opener: Opener,
): Promise<OciRegistry> {
  const settings = await settingsFor({ ...registry, region: 'us-east-1' }, inputs, opener);
  const login = async (): Promise<RegistryLogin> => {
    const asked = await ecrPublicLogin(settings);
    opener.runner.maskSecret(asked.password);
    opener.logins.keep({ ...asked, host: hostOf(registry.endpoint) });
    return asked;
  };
  const first = await login();
  return clientOf(registry.endpoint, inputs, { opener, login: again(first, login) });
}

/** The API alone: its settings and scans are read without a login to the registry. */
export const openApi = async (
  registry: EcrRegistry,
  inputs: BuildPushInputs,
  admission: Admission,
): Promise<Ecr> => new Ecr(await settingsFor(registry, inputs, admission), registry.account);

async function openEcr(
  { registry, repository }: Target & { readonly registry: EcrRegistry },
  inputs: BuildPushInputs,
  opener: Opener,
): Promise<OpenTarget> {
  const ecr = await openApi(registry, inputs, opener);
  const login = async (): Promise<EcrLogin> => {
    const asked = await ecr.login();
    opener.runner.maskSecret(asked.password);
    for (const host of [hostOf(asked.endpoint), dockerHost(registry, asked)])
      opener.logins.keep({ ...asked, host });
    return asked;
  };
  // Asked for at once: what cannot be pushed need not be built, and a base may be in this registry.
  const first = await login();
  const { create } = inputs.repository;
  if (inputs.build.cache === 'ecr' && opener.use === 'target')
    opener.layers.offer({ host: dockerHost(registry, first), repository, ecr, create });
  const origin = endpointOf(registry) ?? originOf(registry, first);
  return { registry: clientOf(origin, inputs, { opener, login: again(first, login) }), ecr };
}

/** The name of the registry for docker, which knows nothing of an endpoint that stands in for it. */
const dockerHost = ({ account, region }: EcrRegistry, { endpoint }: EcrLogin): string =>
  (account === undefined ? undefined : ecrHost(account, region)) ?? hostOf(endpoint);

const again =
  (first: RegistryLogin, login: () => Promise<RegistryLogin>): RegistryAccess['login'] =>
  (isAgain) =>
    isAgain ? login() : Promise.resolve(first);

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
