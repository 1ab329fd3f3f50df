import type { Court } from './core/policy/judge.ts';
import type { ClusterView } from './core/policy/state-rule.ts';
import type { TopicCluster } from './ports.ts';

/** Asked only where a policy wants to know. */
export async function clusterView(
  cluster: Pick<TopicCluster, 'racks'>,
  { policies }: Pick<Court, 'policies'>,
): Promise<ClusterView | null> {
  const isNeeded = policies.some(({ rules }) => rules.some(({ id }) => id === 'replicas-fit-cluster'));
  if (!isNeeded) return null;
  const racks = await cluster.racks();
  const known = racks.filter((rack) => rack !== null);
  return { brokers: racks.length, racks: known.length < racks.length ? 0 : new Set(known).size };
}
