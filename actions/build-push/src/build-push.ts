import { type EnvironmentInputs, readLayered, withRoleOf } from '../../../lib/core/environment.ts';
import { orThrow } from '../../../lib/core/problem.ts';
import type { RawInputs } from '../../../lib/core/read-inputs.ts';
import { INPUT_NAMES, readBuildPushInputs } from './core/inputs.ts';
import { rolesFor } from './core/roles-for.ts';
import { readRegistries, readSource } from './documents/registries-document.ts';
import type { Ports } from './ports.ts';
import { type Outlet, publish } from './publish.ts';
import { run } from './run.ts';

/** The part of the runner that this action needs. */
export interface Machine extends Outlet {
  input(name: string): string;
  maskSecret(value: string): void;
}

const SECRETS = ['github-token', 'registry-password', 'attestation-key'];

/** What an environment file may say of images; the rest is said by the workflow that builds them. */
const OF_ENVIRONMENT = new Set([
  'aws-account',
  'aws-region',
  'role-to-assume',
  'role-session-name',
  'audience',
]);

/** The whole action: inputs, run, result. */
export async function buildPush(machine: Machine, ports: Ports): Promise<void> {
  const given = Object.fromEntries(INPUT_NAMES.map((name) => [name, machine.input(name)]));
  const roles = rolesFor(machine.input('mode'));
  const environment = ofImages(withRoleOf(roles, await ports.readEnvironment(machine.input('environment'))));
  const named = {
    listed: readRegistries(machine.input('registries')),
    source: readSource(machine.input('source')),
  };
  // A machine's own region does not turn a registry of its own into one of AWS.
  const fallback = machine.input('registry-endpoint') === '' ? ports.fallback : {};
  const read = (raw: RawInputs) => readBuildPushInputs({ ...fallback, ...raw }, named);
  const inputs = orThrow(readLayered(given, environment, read));
  await publish(await run(inputs, ports), machine, ports.saveFile);
}

/** Before anything else is done; a key has many lines, and each of them would show some of it. */
export function maskSecrets(machine: Pick<Machine, 'input' | 'maskSecret'>): void {
  const lines = SECRETS.flatMap((secret) => machine.input(secret).split('\n'));
  for (const line of lines.filter((each) => each.trim() !== '')) machine.maskSecret(line);
}

function ofImages({ inputs, places, problems, off }: EnvironmentInputs): EnvironmentInputs {
  return {
    off,
    inputs: Object.fromEntries(Object.entries(inputs).filter(([name]) => OF_ENVIRONMENT.has(name))),
    places: new Map([...places].filter(([name]) => OF_ENVIRONMENT.has(name))),
    problems,
  };
}
