import type { Operation } from './core/operation.ts';
import type { TopicName } from './core/topic.ts';
import type { Now } from './core/what-moved.ts';
import type { TopicCluster } from './ports.ts';

/** How the topics are now that operations were about. */
export async function seenOf(
  operations: readonly Operation[],
  cluster: TopicCluster,
): Promise<Pick<Now, 'observed' | 'replicas'>> {
  const observed = operations.length === 0 ? new Map() : await cluster.observe(topicsOf(operations));
  const spread = operations.filter(({ kind }) => kind === 'spread-replicas');
  return { observed, replicas: spread.length === 0 ? null : await cluster.replicas(topicsOf(spread)) };
}

const topicsOf = (operations: readonly Operation[]): TopicName[] => [
  ...new Set(operations.map(({ topic }) => topic)),
];
