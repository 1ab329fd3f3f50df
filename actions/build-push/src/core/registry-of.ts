import { parseEcrHost } from '../../../../lib/core/ecr-host.ts';
import { type EcrRegistry, hostOf, type Registry } from './target.ts';

/** How an input names a registry. */
export interface NamedRegistry {
  readonly region: string | undefined;
  readonly account: string | undefined;
  readonly role: string | undefined;
  readonly endpoint: string | undefined;
}

/** Why a registry cannot be as it is named. */
export interface Misnamed {
  readonly what: string;
  readonly fix: string;
}

export const isMisnamed = (registry: Registry | Misnamed): registry is Misnamed => 'what' in registry;

/** A host of Amazon ECR says the account and the region itself. */
export function registryOf(named: NamedRegistry): Registry | Misnamed {
  const { role, endpoint } = named;
  if (endpoint !== undefined && parseEcrHost(hostOf(endpoint))?.isPublic === true)
    return otherRole(role, named.account) ?? { kind: 'ecr-public', endpoint, account: named.account, role };
  return privateOrPlain(named);
}

function privateOrPlain(named: NamedRegistry): Registry | Misnamed {
  const { role, endpoint } = named;
  const host = privateHost(endpoint);
  const { account, region } = { ...host, ...said(named) };
  if (region === undefined) return endpoint === undefined ? NO_REGION : { kind: 'plain', endpoint };
  const ecr: EcrRegistry = { kind: 'ecr', account, region, role, endpoint };
  return otherHost(host, ecr) ?? otherRole(role, account) ?? ecr;
}

const said = ({ account, region }: NamedRegistry): Partial<Located> => ({
  ...(account !== undefined && { account }),
  ...(region !== undefined && { region }),
});

function privateHost(endpoint: string | undefined): Located | undefined {
  const host = endpoint === undefined ? undefined : parseEcrHost(hostOf(endpoint));
  return host?.isPublic === false ? host : undefined;
}

const NO_REGION: Misnamed = {
  what: 'it has no region',
  fix: 'Give it, such as eu-west-1, or endpoint for a registry outside of AWS.',
};

interface Located {
  readonly account: string | undefined;
  readonly region: string;
}

function otherHost(host: Located | undefined, { account, region }: Located): Misnamed | undefined {
  if (host === undefined || (host.account === account && host.region === region)) return undefined;
  const what = `its host is of account ${String(host.account)} in ${host.region}, and ${String(account)} in ${region} is said`;
  return { what, fix: 'Correct the wrong one.' };
}

/** A role that was pasted from another environment is found before anything is asked. */
function otherRole(role: string | undefined, account: string | undefined): Misnamed | undefined {
  const own = role?.split(':')[4];
  if (own === undefined || account === undefined || own === account) return undefined;
  const what = `its role is of account ${own}, and the registry of ${account}`;
  return { what, fix: 'Correct the wrong one; a registry is opened by a role of its own account.' };
}
