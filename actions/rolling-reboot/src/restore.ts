import type { Problem } from '../../../lib/core/problem.ts';
import { WorldFailure } from '../../../lib/core/world-failure.ts';
import type { InstanceId, InstanceState } from './core/node.ts';
import type { Ports } from './ports.ts';

/** 20 minutes of looks: StartInstances fails for want of capacity, and while an instance is stopping. */
const LOOKS = 240;
const PAUSE_MS = 5_000;
/** A long wait is told every half minute. */
const LOOKS_TOLD = 6;
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
  for (let looks = 0; looks < LOOKS; looks += 1) {
    const state = await stateOf(id, world);
    running = state === 'running' ? running + 1 : 0;
    if (running >= READINGS) return [];
    if (looks % LOOKS_TOLD === 0) tell(id, state, { looks, reason, log: world.log });
    reason = (state === 'stopped' ? await startRefused(id, world) : undefined) ?? reason;
    await world.clock.sleep(PAUSE_MS);
  }
  const fix = `Start it: aws ec2 start-instances --instance-ids ${id}`;
  return [{ where: `instance ${id}`, what: `it is not running: ${reason}`, fix }];
}

interface Telling extends Pick<World, 'log'> {
  readonly looks: number;
  readonly reason: string;
}

function tell(id: InstanceId, state: string, { looks, reason, log }: Telling): void {
  if (state === 'running') return;
  const why = looks === 0 ? 'it must not stay down because of this run' : reason;
  log.info(`restoring ${id} (${state}): ${why}`);
}

/** Why EC2 does not start it now; undefined when it does. */
async function startRefused(id: InstanceId, { instances }: World): Promise<string | undefined> {
  try {
    await instances.start(id);
    return undefined;
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
