import type { PartitionCount } from './blocker.ts';
import { type Partition, partitionName, type Seen } from './observation.ts';
import { catalogPartitions, type PartitionCatalog } from './partition-catalog.ts';
import type { WorstPartition } from './worst-partition.ts';

/** All views of one look together. */
export interface ClusterState extends PartitionCatalog {
  /** Registered in every view; empty when nobody answered. */
  readonly registered: ReadonlySet<number>;
  /** Registered in at least one view. */
  readonly registeredSomewhere: ReadonlySet<number>;
  /** How many partitions each observer knows of, the fewest first. */
  readonly counts: readonly PartitionCount[];
}

interface Merged {
  readonly of: Pick<Seen, 'reassignments' | 'minInSyncReplicas'>;
  readonly state: ClusterState;
}

/** What was seen never changes, and it is asked for several times in each look: merging is what a look costs. */
const STATES = new WeakMap<Seen['views'], Merged>();

/** Merges all views; a partition that one view lacks is shown with the in-sync replicas of the others. */
export function clusterState(seen: Seen): ClusterState {
  const { views, reassignments, minInSyncReplicas } = seen;
  const before = STATES.get(views);
  const isSame =
    before?.of.reassignments === reassignments && before.of.minInSyncReplicas === minInSyncReplicas;
  return before !== undefined && isSame ? before.state : knownState(seen, merge(seen));
}

/** For who makes up a look and knows its state already: it has to be what a merge would give. */
export function knownState(seen: Seen, state: ClusterState): ClusterState {
  STATES.set(seen.views, { of: seen, state });
  return state;
}

function merge(seen: Seen): ClusterState {
  const moving = reassignmentsByPartition(seen);
  const registered = intersection(seen.views.map((view) => view.registered));
  const partitions = versionsByPartition(seen).map((versions) =>
    worst(versions, { seen, moving, registered }),
  );
  return {
    registered,
    registeredSomewhere: new Set(seen.views.flatMap((view) => view.registered)),
    counts: seen.views
      .map((view) => ({ observer: view.observer, partitions: view.partitions.length }))
      .sort((a, b) => a.partitions - b.partitions),
    ...catalogPartitions(partitions),
  };
}

type Versions = readonly [Partition, ...Partition[]];

/** What each view says of a partition; a look at a big cluster has hundreds of thousands of these answers. */
function versionsByPartition({ views }: Seen): Versions[] {
  const topics = new Map<string, Map<number, [Partition, ...Partition[]]>>();
  const all: Versions[] = [];
  for (const partition of views.flatMap(({ partitions }) => partitions)) {
    const topic = topics.get(partition.topic) ?? new Map<number, [Partition, ...Partition[]]>();
    if (topic.size === 0) topics.set(partition.topic, topic);
    const versions = topic.get(partition.partition);
    if (versions !== undefined) versions.push(partition);
    else {
      const first: [Partition] = [partition];
      topic.set(partition.partition, first);
      all.push(first);
    }
  }
  return all;
}

type Moving = { readonly adding: readonly number[]; readonly removing: readonly number[] } | undefined;

interface Surroundings {
  readonly seen: Seen;
  readonly moving: ReadonlyMap<string, Moving>;
  readonly registered: ReadonlySet<number>;
}

function worst(versions: Versions, { seen, moving, registered }: Surroundings): WorstPartition {
  const [first] = versions;
  const move = moving.size > 0 ? moving.get(partitionName(first)) : undefined;
  return {
    topic: first.topic,
    partition: first.partition,
    leader: versions.some(({ leader }) => leader < 0) ? -1 : first.leader,
    replicas: union(versions),
    // Kafka keeps the last replica in the ISR when its broker dies: in sync is only who is registered as well.
    isr: first.isr.filter(
      (id, index, isr) =>
        isr.indexOf(id) === index &&
        registered.has(id) &&
        versions.every((version) => version.isr.includes(id)),
    ),
    adding: move?.adding ?? [],
    removing: move?.removing ?? [],
    minInSyncReplicas: minimumOf(first.topic, seen),
  };
}

function union(versions: Versions): readonly number[] {
  const [{ replicas }, ...others] = versions;
  const more = others.flatMap((version) => version.replicas.filter((id) => !replicas.includes(id)));
  return more.length === 0 ? replicas : [...replicas, ...new Set(more)];
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
  const [first, ...rest] = lists.map((list) => new Set(list));
  return new Set([...(first ?? [])].filter((item) => rest.every((other) => other.has(item))));
}
