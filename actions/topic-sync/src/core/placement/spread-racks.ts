import { type Racks, rotated } from './racks.ts';

/** The brokers of each partition by its number, the preferred leader first. */
export type Assignment = readonly (readonly number[])[];

/**
 * Moves as few replicas as it takes to have those of each partition in as many racks as there can be. The preferred
 * leader never moves. A partition is judged by itself, so what was moved in part leads to the same places.
 */
export const spreadOverRacks = (assignment: Assignment, racks: Racks): number[][] =>
  assignment.map((replicas, partition) => spreadPartition(replicas, partition, racks));

function spreadPartition(replicas: readonly number[], partition: number, racks: Racks): number[] {
  const after = [...replicas];
  while (!racks.isSpread(after)) {
    const used = new Set(after.map(racks.rackOf));
    const free = rotated(racks.ids, partition).find((id) => !used.has(racks.rackOf(id)));
    const crowded = lastOfMost(after, racks);
    if (free === undefined || crowded === undefined) break;
    after[crowded] = free;
  }
  return after;
}

/** The last replica of the rack that has most, so never the first one of all: it is in a rack with another one. */
function lastOfMost(replicas: readonly number[], racks: Racks): number | undefined {
  const sizeOf = (id: number): number => {
    const rack = racks.rackOf(id);
    return rack === undefined ? 0 : replicas.filter((other) => racks.rackOf(other) === rack).length;
  };
  const most = Math.max(...replicas.map(sizeOf));
  return most < 2 ? undefined : replicas.findLastIndex((id) => sizeOf(id) === most);
}
