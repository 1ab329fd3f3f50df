import { ProblemsFound } from '../../../lib/core/problem.ts';
import type { Missing } from './core/missing.ts';
import type { Ports } from './ports.ts';
import { restore } from './restore.ts';

/**
 * The post step: it runs after a cancelled, failed or timed-out job too, and starts what is still down. `saved` is what
 * the main step remembered, a JSON list of `Missing` or nothing.
 */
export async function cleanUp(
  saved: string,
  world: Pick<Ports, 'instances' | 'clock' | 'log'>,
): Promise<void> {
  const missing = saved === '' ? [] : (JSON.parse(saved) as Missing[]);
  if (missing.length === 0) {
    world.log.info('no instance was left in flight');
    return;
  }
  const problems = await restore(missing, world);
  if (problems.length > 0) throw new ProblemsFound(problems);
  world.log.info(`running or starting: ${missing.map(({ id }) => id).join(', ')}`);
}
