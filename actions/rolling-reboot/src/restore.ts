import type { Problem } from '../../../lib/core/problem.ts';
import { WorldFailure } from '../../../lib/core/world-failure.ts';
import type { InstanceId, InstanceState } from './core/node.ts';
import type { Ports } from './ports.ts';

/** StartInstances fails for want of capacity and while an instance is stopping: this often it is tried again. */
const ATTEMPTS = 9;
/** Doubled each time: about 17 minutes in all. */
const FIRST_PAUSE_MS = 2_000;

type World = Pick<Ports, 'instances' | 'clock' | 'log'>;

/** Brings instances up that may be down because of this action; a problem for each that is not in the end. */
export async function restore(ids: readonly InstanceId[], world: World): Promise<Problem[]> {
  const outcomes = await Promise.all(ids.map((id) => bringUp(id, world)));
  return outcomes.flat();
}

async function bringUp(id: InstanceId, world: World): Promise<Problem[]> {
  let reason = 'it did not start';
  for (let attempt = 0; attempt < ATTEMPTS; attempt += 1) {
    try {
      const state = await stateOf(id, world);
      if (state === 'running' || state === 'pending') return [];
      if (attempt === 0)
        world.log.info(`restoring ${id} (${state}): it must not stay down because of this run`);
      reason = `it is ${state}`;
      // EC2 refuses to start what is still stopping.
      if (state === 'stopped') await world.instances.start(id);
    } catch (failure) {
      if (!(failure instanceof WorldFailure)) throw failure;
      reason = failure.message;
    }
    await world.clock.sleep(FIRST_PAUSE_MS * 2 ** attempt);
  }
  const fix = `Start it: aws ec2 start-instances --instance-ids ${id}`;
  return [{ where: `instance ${id}`, what: `it is not running: ${reason}`, fix }];
}

async function stateOf(id: InstanceId, { instances }: World): Promise<InstanceState | 'not shown by EC2'> {
  return (await instances.describe()).find((candidate) => candidate.id === id)?.state ?? 'not shown by EC2';
}
