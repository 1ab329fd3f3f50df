import type { Partition } from './observation.ts';

/**
 * A partition as the most pessimistic combination of all views: what any observer misses is missing. Its replicas are
 * those of any view, in sync is who is in sync and registered in every view, and it has no leader where one view has none.
 */
export interface WorstPartition extends Partition {
  readonly adding: readonly number[];
  readonly removing: readonly number[];
  /** Infinity when it is not known, so that nothing which depends on it is ever allowed. */
  readonly minInSyncReplicas: number;
}

/** Replicas that stay: one that is being added is not there yet. */
export const lastingReplicas = ({ replicas, adding }: WorstPartition): number[] =>
  replicas.filter((replica) => !adding.includes(replica));

/** Replicas that are not in sync; one that is being added is not missing yet. */
export const missingReplicas = ({ replicas, isr, adding }: WorstPartition): number[] =>
  replicas.filter((replica) => !isr.includes(replica) && !adding.includes(replica));
