import { ProblemsFound } from '../../../lib/core/problem.ts';
import { instanceId } from './core/node.ts';
import type { Ports } from './ports.ts';
import { restore } from './restore.ts';

/**
 * The post step: it runs after a cancelled, failed or timed-out job too, and starts what is still down. `saved` is what
 * the main step remembered, a JSON list of instance ids or nothing.
 */
export async function cleanUp(
  saved: string,
  world: Pick<Ports, 'instances' | 'clock' | 'log'>,
): Promise<void> {
  const ids = saved === '' ? [] : (JSON.parse(saved) as string[]).map(instanceId);
  if (ids.length === 0) {
    world.log.info('no instance was left in flight');
    return;
  }
  const problems = await restore(
    ids.map((id) => ({ id })),
    world,
  );
  if (problems.length > 0) throw new ProblemsFound(problems);
  world.log.info(`running or starting: ${ids.join(', ')}`);
}
