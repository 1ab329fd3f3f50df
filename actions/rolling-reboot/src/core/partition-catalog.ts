/**
 * Where to find the partitions of a broker and those that are unusual, without a walk through all: of 100,000
 * partitions a restart touches a few hundred. A partition is named by its position in the list.
 *
 * A catalog is never changed: `withPartitions` makes the next one, which shares everything but what the change touches.
 */
import { allItems, itemAt, type PagedList, pagedList, withItems } from './paged-list.ts';
import { lastingReplicas, missingReplicas, type WorstPartition } from './worst-partition.ts';

/** What stays as it is while replicas fall out of sync and return. */
interface Structure {
  readonly ofBroker: ReadonlyMap<number, readonly number[]>;
  /** By the number of replicas beyond the minimum when all are in sync; minus infinity where it is not known. */
  readonly bySpare: ReadonlyMap<number, readonly number[]>;
}

export interface PartitionCatalog {
  readonly partitions: PagedList<WorstPartition>;
  readonly structure: Structure;
  /** By broker, the partitions that lack it. */
  readonly lackedBy: ReadonlyMap<number, ReadonlySet<number>>;
  readonly leaderless: ReadonlySet<number>;
  /** How many partitions lack a replica. */
  readonly lacking: number;
}

export function catalogPartitions(partitions: readonly WorstPartition[]): PartitionCatalog {
  const pages = pagedList(partitions);
  const draft = new Draft({ partitions: pages, structure: structureOf(partitions), ...NOTHING_UNUSUAL });
  for (const [position, partition] of partitions.entries()) draft.note(position, undefined, partition);
  return draft.catalog(pages);
}

/** The catalog with some partitions seen anew: their replicas, their minimum and what is being added are as before. */
export function withPartitions(
  catalog: PartitionCatalog,
  changed: ReadonlyMap<number, WorstPartition>,
): PartitionCatalog {
  const draft = new Draft(catalog);
  for (const [position, partition] of changed) {
    draft.note(position, itemAt(catalog.partitions, position), partition);
  }
  return draft.catalog(withItems(catalog.partitions, changed));
}

export const allPartitions = ({ partitions }: PartitionCatalog): WorstPartition[] => allItems(partitions);

export const partitionsOf = (catalog: PartitionCatalog, broker: number): WorstPartition[] =>
  pick(catalog, catalog.structure.ofBroker.get(broker) ?? []);

/** Whether one of the broker's partitions is such a one; it looks no further than the first. */
export const somePartitionOf = (
  { partitions, structure }: PartitionCatalog,
  broker: number,
  isSuch: (partition: WorstPartition) => boolean,
): boolean =>
  (structure.ofBroker.get(broker) ?? []).some((position) => {
    const partition = itemAt(partitions, position);
    return partition !== undefined && isSuch(partition);
  });

export const leaderlessPartitions = (catalog: PartitionCatalog): WorstPartition[] =>
  pick(catalog, catalog.leaderless);

export const lacks = ({ lackedBy }: PartitionCatalog, broker: number): boolean => lackedBy.has(broker);

/** Partitions that lack a replica other than those in `down`. */
export function underReplicated(catalog: PartitionCatalog, down: ReadonlySet<number>): WorstPartition[] {
  const lackers = [...catalog.lackedBy].filter(([broker]) => !down.has(broker));
  return pick(catalog, new Set(lackers.flatMap(([, positions]) => [...positions])));
}

/** Partitions of which fewer than `spare` replicas may be missing while all others are in sync, or of these brokers. */
export function scarcePartitions(
  catalog: PartitionCatalog,
  spare: number,
  brokers: Iterable<number>,
): WorstPartition[] {
  const { bySpare, ofBroker } = catalog.structure;
  const scarce = [...bySpare].filter(([each]) => each < spare).flatMap(([, positions]) => positions);
  return pick(catalog, new Set([...scarce, ...[...brokers].flatMap((broker) => ofBroker.get(broker) ?? [])]));
}

/** A partition whose minimum is not known. */
export function withoutMinimum(catalog: PartitionCatalog): WorstPartition | undefined {
  return pick(catalog, catalog.structure.bySpare.get(Number.NEGATIVE_INFINITY)?.slice(0, 1) ?? [])[0];
}

/** In the order of the list. */
const pick = ({ partitions }: PartitionCatalog, positions: Iterable<number>): WorstPartition[] =>
  [...positions]
    .sort((a, b) => a - b)
    .map((position) => itemAt(partitions, position))
    .filter((partition) => partition !== undefined);

function structureOf(partitions: readonly WorstPartition[]): Structure {
  const ofBroker = new Map<number, number[]>();
  const bySpare = new Map<number, number[]>();
  for (const [position, partition] of partitions.entries()) {
    for (const replica of partition.replicas) push(ofBroker, replica, position);
    const spare = lastingReplicas(partition).length - Math.max(partition.minInSyncReplicas, 1);
    push(bySpare, spare, position);
  }
  return { ofBroker, bySpare };
}

function push(lists: Map<number, number[]>, key: number, position: number): void {
  const list = lists.get(key);
  if (list === undefined) lists.set(key, [position]);
  else list.push(position);
}

const NOTHING_UNUSUAL = {
  lackedBy: new Map<number, ReadonlySet<number>>(),
  leaderless: new Set<number>(),
  lacking: 0,
};

/** The unusual ones of a catalog, copied only where they are about to change. */
class Draft {
  readonly #structure: Structure;
  readonly #lackedBy: Map<number, ReadonlySet<number>>;
  readonly #own = new Map<number, Set<number>>();
  readonly #leaderless: Set<number>;
  #lacking: number;

  constructor({ structure, lackedBy, leaderless, lacking }: PartitionCatalog) {
    this.#structure = structure;
    this.#lackedBy = new Map(lackedBy);
    this.#leaderless = new Set(leaderless);
    this.#lacking = lacking;
  }

  note(position: number, before: WorstPartition | undefined, after: WorstPartition): void {
    const missed = before === undefined ? [] : missingReplicas(before);
    const missing = missingReplicas(after);
    for (const broker of missed) if (!missing.includes(broker)) this.#ofBroker(broker).delete(position);
    for (const broker of missing) this.#ofBroker(broker).add(position);
    this.#lacking += Math.min(missing.length, 1) - Math.min(missed.length, 1);
    if (after.leader < 0) this.#leaderless.add(position);
    else this.#leaderless.delete(position);
  }

  #ofBroker(broker: number): Set<number> {
    const own = this.#own.get(broker) ?? new Set(this.#lackedBy.get(broker));
    this.#own.set(broker, own);
    return own;
  }

  catalog(partitions: PagedList<WorstPartition>): PartitionCatalog {
    for (const [broker, positions] of this.#own) {
      if (positions.size > 0) this.#lackedBy.set(broker, positions);
      else this.#lackedBy.delete(broker);
    }
    return {
      partitions,
      structure: this.#structure,
      lackedBy: this.#lackedBy,
      leaderless: this.#leaderless,
      lacking: this.#lacking,
    };
  }
}
