import type { Partition } from '../../actions/rolling-reboot/src/core/observation.ts';
import { mostTogether, type Outage } from './strategies.ts';

/** Partitions that would have had fewer in-sync replicas than the minimum at some moment, counted without the action's help. */
export function underMinimum(
  partitions: readonly Partition[],
  outages: readonly Outage[],
  minimum: number,
): number {
  const outageOf = Map.groupBy(outages, ({ node }) => node.id);
  return partitions.filter(({ replicas }) => {
    const own = replicas.flatMap((replica) => outageOf.get(replica) ?? []);
    return replicas.length - mostTogether(own) < minimum;
  }).length;
}
