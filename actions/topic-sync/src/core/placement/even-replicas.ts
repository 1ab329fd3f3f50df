import type { Racks } from './racks.ts';
import type { Assignment } from './spread-racks.ts';

/**
 * Moves replicas within each rack until its brokers hold as many of the topic's as each other, give or take one: as few
 * as that takes, and those first that are new anyway (not in `before`). Which brokers get one more than others follows
 * from the order of the topic where it makes no difference to the number of moves: so, when some moves were made, the
 * rest is the same.
 */
export function evenReplicas(assignment: Assignment, before: Assignment, racks: Racks): number[][] {
  const after = assignment.map((replicas) => [...replicas]);
  for (const ids of racks.names.map(racks.inRack)) {
    const surplus = surplusOf(ids, countReplicas(after, ids));
    if (surplus !== null) evenRack(after, { ids, surplus, before });
  }
  return after;
}

export function countReplicas(assignment: Assignment, ids: readonly number[]): Map<number, number> {
  const counts = new Map(ids.map((id) => [id, 0]));
  for (const id of assignment.flat()) {
    const count = counts.get(id);
    if (count !== undefined) counts.set(id, count + 1);
  }
  return counts;
}

/** How many replicas each broker has too many (too few: below zero); null where they are even. */
function surplusOf(ids: readonly number[], counts: ReadonlyMap<number, number>): Map<number, number> | null {
  const held = [...counts.values()];
  if (Math.max(...held) - Math.min(...held) < 2) return null;
  const total = held.reduce((sum, count) => sum + count, 0);
  const floor = Math.floor(total / ids.length);
  const hasMore = (id: number): boolean => (counts.get(id) ?? 0) > floor;
  const favoured = [...ids.filter(hasMore), ...ids.filter((id) => !hasMore(id))];
  const larger = new Set(favoured.slice(0, total % ids.length));
  return new Map(ids.map((id) => [id, (counts.get(id) ?? 0) - floor - (larger.has(id) ? 1 : 0)]));
}

interface Rack {
  readonly ids: readonly number[];
  readonly surplus: Map<number, number>;
  readonly before: Assignment;
}

function evenRack(after: number[][], rack: Rack): void {
  const isNew = (id: number, partition: number): boolean => rack.before[partition]?.includes(id) !== true;
  let moved: number;
  do {
    moved = moveSome(after, rack, isNew) + moveSome(after, rack, () => true);
  } while (moved > 0);
}

/** One replica after another from where there are too many to where there are too few; gives how many. */
function moveSome(
  after: readonly number[][],
  { ids, surplus }: Rack,
  may: (id: number, partition: number) => boolean,
): number {
  const left = (id: number): number => surplus.get(id) ?? 0;
  let moved = 0;
  for (const [partition, replicas] of after.entries()) {
    for (const [index, id] of replicas.entries()) {
      if (left(id) <= 0 || !may(id, partition)) continue;
      const to = ids.find((other) => left(other) < 0 && !replicas.includes(other));
      if (to === undefined) continue;
      replicas[index] = to;
      surplus.set(id, left(id) - 1);
      surplus.set(to, left(to) + 1);
      moved += 1;
    }
  }
  return moved;
}
