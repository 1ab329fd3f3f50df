import type { Problem } from '../../../lib/core/problem.ts';
import { WorldFailure } from '../../../lib/core/world-failure.ts';
import type { Change } from './core/operation.ts';
import { growingTopics, growthUnseen, growthWarnings } from './core/retention-growth.ts';
import type { Observation, TopicName } from './core/topic.ts';
import type { ReplicaCluster } from './ports.ts';

/** Looks at the disks of topics that are to keep more than now, and of no others. */
export async function planGrowth(
  changes: readonly Change[],
  observed: ReadonlyMap<TopicName, Observation>,
  cluster: Pick<ReplicaCluster, 'storage'>,
): Promise<readonly Problem[]> {
  const growing = growingTopics(changes, observed);
  if (growing.length === 0) return [];
  try {
    return growthWarnings(growing, await cluster.storage(growing.map(({ topic }) => topic)));
  } catch (failure) {
    if (!(failure instanceof WorldFailure)) throw failure;
    return growthUnseen(growing, failure.message);
  }
}
