import type { Problem } from '../../../lib/core/problem.ts';
import { WorldFailure } from '../../../lib/core/world-failure.ts';
import type { Instance, InstanceId } from './core/node.ts';
import { isParked } from './core/parked.ts';
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
  let last: Attempt = { state: '', running: 0, refusals: 0, reason: 'it did not start', parked: [] };
  let told = -LONGEST_PAUSE;
  for (let waited = 0; waited < TRIES_FOR; waited += pauseAfter(last.refusals)) {
    last = await tryToStart(id, last, world);
    if (last.running >= READINGS) return [];
    if (last.parked.length > 0) return [...last.parked];
    if (waited - told >= LONGEST_PAUSE) {
      tell(id, waited, { ...last, log: world.log });
      told = waited;
    }
    await world.clock.sleep(pauseAfter(last.refusals));
  }
  const fix = `Start it: aws ec2 start-instances --instance-ids ${id}`;
  return [{ where: `instance ${id}`, what: `it is not running: ${last.reason}`, fix }];
}

interface Telling extends Pick<World, 'log'>, Attempt {}

function tell(id: InstanceId, waited: number, { state, reason, log }: Telling): void {
  if (state === 'running') return;
  const why = waited === 0 ? 'it must not stay down because of this run' : reason;
  log.info(`restoring ${id} (${state}): ${why}`);
}

const pauseAfter = (refusals: number): number =>
  Math.min(PAUSE * 2 ** Math.max(refusals - 1, 0), LONGEST_PAUSE);

interface Attempt {
  readonly state: string;
  /** So often in a row it was running. */
  readonly running: number;
  /** So often in a row EC2 refused to start it. */
  readonly refusals: number;
  /** Why it is not running. */
  readonly reason: string;
  /** Set when it must not be started. */
  readonly parked: readonly Problem[];
}

async function tryToStart(id: InstanceId, last: Attempt, world: World): Promise<Attempt> {
  const instance = await instanceOf(id, world);
  const state = instance?.state ?? 'not readable';
  const next = { ...last, state, refusals: 0, running: 0 };
  if (state === 'running') return { ...next, running: last.running + 1 };
  if (instance !== undefined && isParked(instance)) return { ...next, parked: [parkedMeanwhile(instance)] };
  const refusal = state === 'stopped' ? await startRefused(id, world) : '';
  return refusal === '' ? next : { ...next, refusals: last.refusals + 1, reason: refusal };
}

/** The operator's word is the last one, even on a node that was down because of this run. */
const parkedMeanwhile = ({ id, state }: Instance): Problem => ({
  where: `instance ${id}`,
  what: `it was parked in the middle of its restart, and stays ${state}`,
  fix: 'Take the tag rolling-reboot:parked away when it may run again.',
});

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

/** Undefined when it cannot be read now. */
async function instanceOf(id: InstanceId, { instances }: World): Promise<Instance | undefined> {
  try {
    return (await instances.describe()).find((candidate) => candidate.id === id);
  } catch (failure) {
    if (failure instanceof WorldFailure) return undefined;
    throw failure;
  }
}
