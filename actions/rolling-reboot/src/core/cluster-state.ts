import { type Partition, partitionName, type Seen } from './observation.ts';

/** A partition as the most pessimistic combination of all views: what any observer misses is missing. */
export interface WorstPartition {
  readonly topic: string;
  readonly partition: number;
  /** By any view, with those that a reassignment is adding. */
  readonly replicas: readonly number[];
  /** In sync and registered by every view. */
  readonly isr: ReadonlySet<number>;
  /** Some view shows no leader. */
  readonly leaderless: boolean;
  readonly adding: readonly number[];
  readonly removing: readonly number[];
  /** Infinity when it is not known, so that nothing which depends on it is ever allowed. */
  readonly minInSyncReplicas: number;
}

export interface ClusterState {
  /** Registered in every view; empty when nobody answered. */
  readonly registered: ReadonlySet<number>;
  /** Registered in at least one view. */
  readonly registeredSomewhere: ReadonlySet<number>;
  readonly partitions: readonly WorstPartition[];
  /** The partitions of each broker. */
  readonly partitionsOf: ReadonlyMap<number, readonly WorstPartition[]>;
}

/** What was seen never changes, and it is asked for several times in each look: merging is what a look costs. */
const STATES = new WeakMap<Seen, ClusterState>();

/** Merges all views; a partition that one view lacks is shown with the in-sync replicas of the others. */
export function clusterState(seen: Seen): ClusterState {
  const state = STATES.get(seen) ?? merge(seen);
  STATES.set(seen, state);
  return state;
}

function merge(seen: Seen): ClusterState {
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
  const registered = intersection(seen.views.map((view) => view.registered));
  const partitions = [...merged].map(([name, versions]) =>
    worst(versions, moving.get(name), { seen, registered }),
  );
  return {
    registered,
    registeredSomewhere: new Set(seen.views.flatMap((view) => view.registered)),
    partitions,
    partitionsOf: byReplica(partitions),
  };
}

function byReplica(partitions: readonly WorstPartition[]): ReadonlyMap<number, readonly WorstPartition[]> {
  const index = new Map<number, WorstPartition[]>();
  for (const partition of partitions) {
    for (const replica of partition.replicas) {
      const own = index.get(replica);
      if (own === undefined) index.set(replica, [partition]);
      else own.push(partition);
    }
  }
  return index;
}

type Moving = { readonly adding: readonly number[]; readonly removing: readonly number[] } | undefined;

interface Surroundings {
  readonly seen: Seen;
  readonly registered: ReadonlySet<number>;
}

function worst(
  versions: readonly Partition[],
  moving: Moving,
  { seen, registered }: Surroundings,
): WorstPartition {
  const [first] = versions;
  if (first === undefined) throw new Error('a partition needs at least one view');
  // Kafka keeps the last replica in the ISR when its broker dies: in sync is only who is registered as well.
  const isr = first.isr.filter(
    (id) => registered.has(id) && versions.every((version) => version.isr.includes(id)),
  );
  return {
    topic: first.topic,
    partition: first.partition,
    replicas: [...new Set(versions.flatMap(({ replicas }) => replicas))],
    isr: new Set(isr),
    leaderless: versions.some(({ leader }) => leader < 0),
    adding: moving?.adding ?? [],
    removing: moving?.removing ?? [],
    minInSyncReplicas: minimumOf(first.topic, seen),
  };
}

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

/** Partitions that lack a replica other than those in `down`; one that is being added is not missing yet. */
export const underReplicated = (state: ClusterState, down: ReadonlySet<number>): WorstPartition[] =>
  state.partitions.filter(({ replicas, isr, adding }) =>
    replicas.some((replica) => !isr.has(replica) && !down.has(replica) && !adding.includes(replica)),
  );
