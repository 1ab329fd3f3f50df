import { WorldFailure } from '../../../lib/core/world-failure.ts';
import type { Problem } from '../../../lib/core/problem.ts';
import type { Flight } from './core/progress.ts';
import type { Context, Session } from './context.ts';

/** StartInstances fails for want of capacity and while an instance is stopping: this often it is tried again. */
const ATTEMPTS = 8;
const FIRST_PAUSE = 2_000;

/** Brings every node in flight up again; a problem for each that is not running in the end. */
export async function restore(session: Session, context: Context): Promise<Problem[]> {
  const outcomes = await Promise.all(session.progress.flights.map((flight) => bringUp(flight, context)));
  return outcomes.flat();
}

async function bringUp({ node }: Flight, context: Context): Promise<Problem[]> {
  const { ports } = context;
  ports.log.info(`restoring ${node.name}: it is in flight and must not stay down`);
  let reason = 'it did not start';
  for (let attempt = 0; attempt < ATTEMPTS; attempt += 1) {
    try {
      if (await isUp(node.instance, context)) return [];
      await ports.instances.start(node.instance);
    } catch (failure) {
      if (!(failure instanceof WorldFailure)) throw failure;
      reason = failure.message;
    }
    await ports.clock.sleep(FIRST_PAUSE * 2 ** attempt);
  }
  if (await isUp(node.instance, context).catch(() => false)) return [];
  return [
    {
      where: `${node.name} (${node.instance})`,
      what: `it is not running: ${reason}`,
      fix: `Start it: aws ec2 start-instances --instance-ids ${node.instance}`,
    },
  ];
}

async function isUp(id: Flight['node']['instance'], { ports }: Context): Promise<boolean> {
  const instance = (await ports.instances.describe()).find((candidate) => candidate.id === id);
  return instance?.state === 'running' || instance?.state === 'pending';
}
