import { countReplicas } from './even-replicas.ts';
import { type Racks, rotated } from './racks.ts';
import type { Assignment } from './spread-racks.ts';

/**
 * Places the replicas of new partitions beside those that are there: of each partition in as many racks as there can
 * be, then on the brokers that hold fewest of the topic's. Needs `factor` brokers at least.
 */
export function placeNew(
  existing: Assignment,
  { count, factor }: { readonly count: number; readonly factor: number },
  racks: Racks,
): number[][] {
  const held = countReplicas(existing, racks.ids);
  // Of the new ones alone: who leads the others may differ after some moves, and new partitions must not.
  const led = new Map<number, number>();
  return Array.from({ length: count }, (_, index) => {
    const order = rotated(racks.ids, existing.length + index);
    const replicas: number[] = [];
    while (replicas.length < factor) {
      const next = best(order, { replicas, held, led }, racks);
      if (next === undefined) break;
      if (replicas.length === 0) led.set(next, (led.get(next) ?? 0) + 1);
      held.set(next, (held.get(next) ?? 0) + 1);
      replicas.push(next);
    }
    return replicas;
  });
}

interface SoFar {
  readonly replicas: readonly number[];
  readonly held: ReadonlyMap<number, number>;
  readonly led: ReadonlyMap<number, number>;
}

function best(order: readonly number[], { replicas, held, led }: SoFar, racks: Racks): number | undefined {
  const crowd = (id: number): number =>
    replicas.filter((other) => racks.rackOf(other) === racks.rackOf(id)).length;
  const ranks = (id: number): number[] => [crowd(id), held.get(id) ?? 0, led.get(id) ?? 0];
  const ranked = order.filter((id) => !replicas.includes(id)).map((id) => ({ id, ranks: ranks(id) }));
  return ranked.toSorted((a, b) => compare(a.ranks, b.ranks))[0]?.id;
}

function compare(a: readonly number[], b: readonly number[]): number {
  const differing = a.findIndex((rank, index) => rank !== b[index]);
  return differing < 0 ? 0 : (a[differing] ?? 0) - (b[differing] ?? 0);
}
