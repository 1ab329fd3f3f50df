import { readLayered, withRoleOf } from '../../../lib/core/environment.ts';
import { orThrow } from '../../../lib/core/problem.ts';
import type { RawInputs } from '../../../lib/core/read-inputs.ts';
import { INPUT_NAMES, readTopicSyncInputs } from './core/inputs.ts';
import type { Ports } from './ports.ts';
import { type Outlet, publish, publishExplanations, publishLint } from './publish.ts';
import { run } from './run.ts';

/** The part of the runner that this action needs. */
export interface Machine extends Outlet {
  input(name: string): string;
  maskSecret(value: string): void;
}

/** The whole action: inputs, run, result. */
export async function topicSync(machine: Machine, ports: Ports): Promise<void> {
  for (const secret of ['sasl-password', 'ssl-key']) machine.maskSecret(machine.input(secret));
  const explicit = Object.fromEntries(INPUT_NAMES.map((name) => [name, machine.input(name)]));
  const environment = withRoleOf('topics-role', await ports.readEnvironment(machine.input('environment')));
  const read = (raw: RawInputs) => readTopicSyncInputs({ ...ports.fallback, ...raw });
  const inputs = orThrow(readLayered(explicit, environment, read));
  const done = await run(inputs, ports);
  switch (done.kind) {
    case 'linted':
      await publishLint(done.loaded, machine);
      break;
    case 'explained':
      await publishExplanations(done.explanations, machine);
      break;
    case 'synced':
      await publish(done.result, machine, ports.saveFile);
  }
}
