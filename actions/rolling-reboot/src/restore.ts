import type { Problem } from '../../../lib/core/problem.ts';
import { WorldFailure } from '../../../lib/core/world-failure.ts';
import type { InstanceId, InstanceState } from './core/node.ts';
import type { Ports } from './ports.ts';

/** So long is tried, in milliseconds: StartInstances fails for want of capacity, and while an instance is stopping. */
const TRIES_FOR = 1_200_000;
/** Between two looks; it doubles with each start in a row that EC2 refuses, up to the longest. */
const PAUSE = 5_000;
/** A long wait is told every half minute. */
const LONGEST_PAUSE = 30_000;
/** EC2 may still say running right after a stop: one reading proves nothing. */
const READINGS = 2;

type World = Pick<Ports, 'instances' | 'clock' | 'log'>;

/** Brings instances up that may be down because of this action; a problem for each that is not in the end. */
export async function restore(ids: readonly InstanceId[], world: World): Promise<Problem[]> {
  const outcomes = await Promise.all(ids.map((id) => bringUp(id, world)));
  return outcomes.flat();
}

async function bringUp(id: InstanceId, world: World): Promise<Problem[]> {
  let reason = 'it did not start';
  let running = 0;
  let refusals = 0;
  let told = -LONGEST_PAUSE;
  for (let waited = 0; waited < TRIES_FOR; waited += pauseAfter(refusals)) {
    const state = await stateOf(id, world);
    running = state === 'running' ? running + 1 : 0;
    if (running >= READINGS) return [];
    if (waited - told >= LONGEST_PAUSE) {
      tell(id, state, { waited, reason, log: world.log });
      told = waited;
    }
    const refusal = state === 'stopped' ? await startRefused(id, world) : '';
    refusals = refusal === '' ? 0 : refusals + 1;
    reason = refusal || reason;
    await world.clock.sleep(pauseAfter(refusals));
  }
  const fix = `Start it: aws ec2 start-instances --instance-ids ${id}`;
  return [{ where: `instance ${id}`, what: `it is not running: ${reason}`, fix }];
}

interface Telling extends Pick<World, 'log'> {
  readonly waited: number;
  readonly reason: string;
}

function tell(id: InstanceId, state: string, { waited, reason, log }: Telling): void {
  if (state === 'running') return;
  const why = waited === 0 ? 'it must not stay down because of this run' : reason;
  log.info(`restoring ${id} (${state}): ${why}`);
}

const pauseAfter = (refusals: number): number =>
  Math.min(PAUSE * 2 ** Math.max(refusals - 1, 0), LONGEST_PAUSE);

/** Why EC2 does not start it now; empty when it does. */
async function startRefused(id: InstanceId, { instances }: World): Promise<string> {
  try {
    await instances.start(id);
    return '';
  } catch (failure) {
    if (failure instanceof WorldFailure) return failure.message;
    throw failure;
  }
}

async function stateOf(id: InstanceId, { instances }: World): Promise<InstanceState | 'not readable'> {
  try {
    return (await instances.describe()).find((candidate) => candidate.id === id)?.state ?? 'not readable';
  } catch (failure) {
    if (failure instanceof WorldFailure) return 'not readable';
    throw failure;
  }
}
