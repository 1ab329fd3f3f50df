/** A broker that is up, as a place for replicas. */
export interface PlaceBroker {
  readonly id: number;
  /** null where the broker has none. */
  readonly rack: string | null;
  /** How many replicas of the whole cluster it holds. */
  readonly replicas: number;
}

/** The replicas of one partition as the cluster has them. */
export interface PartitionReplicas {
  readonly partition: number;
  /** The preferred leader first. */
  readonly replicas: readonly number[];
  /** A broker's id; -1 when there is none. */
  readonly leader: number;
  readonly inSync: readonly number[];
}

/** What one partition's replicas are and become; the preferred leader first. */
export interface PartitionMove {
  readonly partition: number;
  readonly before: readonly number[];
  readonly after: readonly number[];
}

/** The brokers that get a replica. */
export const added = ({ before, after }: PartitionMove): number[] =>
  after.filter((id) => !before.includes(id));

/** The brokers that lose theirs. */
export const dropped = ({ before, after }: PartitionMove): number[] =>
  before.filter((id) => !after.includes(id));

/**
 * Brings every partition to `factor` replicas with as few moves as that takes: replicas are only added or only dropped.
 * What is added goes where the partition's racks, then the topic, then the cluster have the fewest; what is dropped is
 * out of sync or comes from where they have the most, and is never the leader. Needs `factor` brokers at least.
 */
export function placeReplicas(
  partitions: readonly PartitionReplicas[],
  factor: number,
  brokers: readonly PlaceBroker[],
): PartitionMove[] {
  const load = new Load(partitions, brokers);
  return partitions
    .filter(({ replicas }) => replicas.length !== factor)
    .toSorted((a, b) => a.partition - b.partition)
    .map((partition) => {
      const { replicas: before } = partition;
      const after = before.length < factor ? grown(before, factor, load) : shrunk(partition, factor, load);
      return { partition: partition.partition, before, after };
    });
}

function grown(before: readonly number[], factor: number, load: Load): number[] {
  const after = [...before];
  while (after.length < factor) {
    const best = least(
      load.brokers.filter((id) => !after.includes(id)),
      (id) => [load.inRack(after, id), ...load.of(id)],
    );
    if (best === undefined) break;
    after.push(best);
    load.add(best, 1);
  }
  return after;
}

function shrunk(partition: PartitionReplicas, factor: number, load: Load): number[] {
  const stays = protectedReplicas(partition, factor);
  const after = [...partition.replicas];
  while (after.length > factor) {
    const worst = least(
      after.filter((id) => !stays.includes(id)),
      (id) => [
        partition.inSync.includes(id) ? 1 : 0,
        -load.inRack(after, id),
        ...load.of(id).map((count) => -count),
      ],
    );
    if (worst === undefined) break;
    after.splice(after.indexOf(worst), 1);
    load.add(worst, -1);
  }
  // Where the preferred leader was dropped, the one that leads takes its place: nothing is elected anew.
  const { leader } = partition;
  return after[0] === partition.replicas[0] ? after : [leader, ...after.filter((id) => id !== leader)];
}

/** The leader, and the preferred leader where it could lead and there is room for both. */
function protectedReplicas({ replicas, leader, inSync }: PartitionReplicas, factor: number): number[] {
  const [preferred = leader] = replicas;
  const both = new Set([leader, ...(inSync.includes(preferred) ? [preferred] : [])]);
  return [...both].slice(0, factor);
}

/** The item with the least ranks, compared from left to right; the first one of equals. */
function least(ids: readonly number[], ranks: (id: number) => readonly number[]): number | undefined {
  const ranked = ids.map((id) => ({ id, ranks: [...ranks(id), id] }));
  return ranked.toSorted((a, b) => compare(a.ranks, b.ranks))[0]?.id;
}

function compare(a: readonly number[], b: readonly number[]): number {
  const differing = a.findIndex((rank, index) => rank !== b[index]);
  return differing < 0 ? 0 : (a[differing] ?? 0) - (b[differing] ?? 0);
}

/** How many replicas of the topic and of the cluster each broker holds, moves that are decided included. */
class Load {
  readonly brokers: readonly number[];
  readonly #racks: ReadonlyMap<number, string | null>;
  readonly #topic = new Map<number, number>();
  readonly #cluster: Map<number, number>;

  constructor(partitions: readonly PartitionReplicas[], brokers: readonly PlaceBroker[]) {
    this.brokers = brokers.map(({ id }) => id).sort((a, b) => a - b);
    this.#racks = new Map(brokers.map(({ id, rack }) => [id, rack]));
    this.#cluster = new Map(brokers.map(({ id, replicas }) => [id, replicas]));
    for (const id of partitions.flatMap(({ replicas }) => replicas)) bump(this.#topic, id, 1);
  }

  /** On the broker: of the topic, of the cluster. */
  of(id: number): readonly number[] {
    return [this.#topic.get(id) ?? 0, this.#cluster.get(id) ?? 0];
  }

  /** How many of the replicas are in the broker's rack; brokers without a rack count as one. */
  inRack(replicas: readonly number[], id: number): number {
    const rack = this.#racks.get(id) ?? null;
    return replicas.filter((other) => this.#racks.has(other) && this.#racks.get(other) === rack).length;
  }

  add(id: number, count: number): void {
    bump(this.#topic, id, count);
    bump(this.#cluster, id, count);
  }
}

function bump(counts: Map<number, number>, id: number, by: number): void {
  counts.set(id, (counts.get(id) ?? 0) + by);
}
