import type { NodeName } from './node.ts';
import { lastingReplicas, type WorstPartition } from './worst-partition.ts';

/** What the operator wants beyond, or accepts below, the rules; each one is asked for by name in the inputs. */
export interface Allowances {
  /** In-sync replicas that must be left beside min.insync.replicas. */
  readonly extraReplicas: number;
  /** Topics that can never spare a replica: refused, accepted, or accepted by name. */
  readonly unsafeTopics: 'block' | 'allow' | ReadonlySet<string>;
  /** A quorum of fewer than three voters, which stops with any of them. */
  readonly unsafeQuorum: 'block' | 'allow';
  /** The node whose own missing replicas are no reason to leave it alone: the restart is what mends it. */
  readonly repair: NodeName | undefined;
  /** The topic that the cycle is recorded in: with one replica it is excused, since the instances' tags stand in for it. */
  readonly stateTopic: string;
}

/** In-sync replicas that must be left while a replica is down; Infinity when the topic's minimum is not known. */
export const requiredReplicas = (
  { minInSyncReplicas }: WorstPartition,
  { extraReplicas }: Allowances,
): number => Math.max(minInSyncReplicas, 1) + extraReplicas;

/** No replica can ever be spared, however long one waits. `down` are nodes that stay down. */
export function sparesNone(
  partition: WorstPartition,
  down: ReadonlySet<number>,
  allowances: Allowances,
): boolean {
  const up = replicasUp(partition, down);
  // Where all replicas are parked there is nothing left to stop.
  return (
    up > 0 && Number.isFinite(partition.minInSyncReplicas) && up - 1 < requiredReplicas(partition, allowances)
  );
}

/** Replicas that are there while the nodes that stay `down` are. */
export const replicasUp = (partition: WorstPartition, down: ReadonlySet<number>): number =>
  lastingReplicas(partition).filter((replica) => !down.has(replica)).length;

/**
 * In-sync replicas that a stop must leave to a partition. Where the operator accepts an unsafe topic it is all but one,
 * however many nodes may be in flight: what is accepted is that a replica is away, and never that two are.
 */
export function minimumLeft(
  partition: WorstPartition,
  parked: ReadonlySet<number>,
  allowances: Allowances,
): number {
  if (!isAccepted(partition, allowances) || !sparesNone(partition, parked, allowances)) {
    return requiredReplicas(partition, allowances);
  }
  return replicasUp(partition, parked) - 1;
}

export const isAccepted = (partition: WorstPartition, allowances: Allowances): boolean =>
  allowances.unsafeTopics === 'allow' ||
  (allowances.unsafeTopics !== 'block' && allowances.unsafeTopics.has(partition.topic)) ||
  isLoneLedger(partition, allowances);

/** The state topic on one broker, which is offline while that one restarts. */
export const isLoneLedger = (partition: WorstPartition, { stateTopic }: Allowances): boolean =>
  partition.topic === stateTopic && lastingReplicas(partition).length === 1;
