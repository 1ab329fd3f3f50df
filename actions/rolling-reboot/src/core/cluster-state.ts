import { type Partition, partitionName, type Seen } from './observation.ts';

/** A partition as the most pessimistic combination of all views: what any observer misses is missing. */
export interface WorstPartition {
  readonly topic: string;
  readonly partition: number;
  readonly replicas: readonly number[];
  /** In sync by every view. */
  readonly isr: ReadonlySet<number>;
  /** Some view shows no leader. */
  readonly leaderless: boolean;
  readonly removing: readonly number[];
  readonly minInSyncReplicas: number;
}

export interface ClusterState {
  /** Registered in every view; empty when nobody answered. */
  readonly registered: ReadonlySet<number>;
  /** Registered in at least one view. */
  readonly registeredSomewhere: ReadonlySet<number>;
  readonly partitions: readonly WorstPartition[];
}

/** Merges all views; a partition that one view lacks is shown with the in-sync replicas of the others. */
export function clusterState(seen: Seen): ClusterState {
  const merged = new Map<string, Partition[]>();
  for (const view of seen.views) {
    for (const partition of view.partitions) {
      const name = partitionName(partition);
      const versions = merged.get(name);
      if (versions === undefined) merged.set(name, [partition]);
      else versions.push(partition);
    }
  }
  const moving = reassignmentsByPartition(seen);
  return {
    registered: intersection(seen.views.map(({ registered }) => registered)),
    registeredSomewhere: new Set(seen.views.flatMap(({ registered }) => registered)),
    partitions: [...merged].map(([name, versions]) => worst(versions, moving.get(name), seen)),
  };
}

type Moving = { readonly adding: readonly number[]; readonly removing: readonly number[] } | undefined;

function worst(versions: readonly Partition[], moving: Moving, seen: Seen): WorstPartition {
  const [first] = versions;
  if (first === undefined) throw new Error('a partition needs at least one view');
  const replicas = [...new Set(versions.flatMap((version) => version.replicas))];
  return {
    topic: first.topic,
    partition: first.partition,
    // A replica that is being added is not missing yet: it neither counts as under-replicated nor as in sync.
    replicas: replicas.filter((replica) => !(moving?.adding.includes(replica) ?? false)),
    isr: intersection(versions.map(({ isr }) => isr)),
    leaderless: versions.some(({ leader }) => leader < 0),
    removing: moving?.removing ?? [],
    minInSyncReplicas: minimumOf(first.topic, seen),
  };
}

/** Unknown minimums are as high as can be, so that nothing which depends on them is ever allowed. */
function minimumOf(topic: string, seen: Seen): number {
  const { minInSyncReplicas } = seen;
  return (
    (minInSyncReplicas.known ? minInSyncReplicas.value.get(topic) : undefined) ?? Number.POSITIVE_INFINITY
  );
}

function reassignmentsByPartition(seen: Seen): ReadonlyMap<string, Moving> {
  const { reassignments } = seen;
  return new Map(
    reassignments.known ? reassignments.value.map((moving) => [partitionName(moving), moving]) : [],
  );
}

function intersection(lists: readonly (readonly number[])[]): ReadonlySet<number> {
  const [first, ...rest] = lists;
  return new Set((first ?? []).filter((item) => rest.every((other) => other.includes(item))));
}

/** Replicas that should be in sync and are not, as `down` excuses them: partitions lacking only those are fine. */
export const underReplicated = (state: ClusterState, down: ReadonlySet<number>): WorstPartition[] =>
  state.partitions.filter(({ replicas, isr }) =>
    replicas.some((replica) => !isr.has(replica) && !down.has(replica)),
  );
