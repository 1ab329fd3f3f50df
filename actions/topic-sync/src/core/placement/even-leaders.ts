import { countReplicas } from './even-replicas.ts';
import type { Racks } from './racks.ts';
import type { Assignment } from './spread-racks.ts';

/**
 * Evens how many partitions each broker is the preferred leader of, as far as that can be without moving a replica: the
 * order of the replicas changes, and nothing is copied. Ends when no chain of partitions hands a leader from a broker
 * to one that has two less, which is as even as it can be (an optimal semi-matching: Harvey et al., 2006,
 * https://doi.org/10.1016/j.jalgor.2004.11.003).
 */
export function evenLeaders(assignment: Assignment, racks: Racks): Assignment {
  const counts = countLeaders(assignment, racks.ids);
  if (gapOf(counts) < 2) return assignment;
  const leaders = new Leaders(assignment, racks);
  while (leaders.handOver(counts)) continue;
  return leaders.assignment;
}

export const countLeaders = (assignment: Assignment, ids: readonly number[]): Map<number, number> =>
  countReplicas(
    assignment.map((replicas) => replicas.slice(0, 1)),
    ids,
  );

const gapOf = (counts: ReadonlyMap<number, number>): number =>
  Math.max(...counts.values()) - Math.min(...counts.values());

/** Who may take over which partitions from whom. */
class Leaders {
  readonly assignment: number[][];
  readonly #ids: readonly number[];
  /** By leader and follower: the partitions. */
  readonly #led: Map<number, Map<number, Set<number>>>;

  constructor(assignment: Assignment, racks: Racks) {
    this.assignment = assignment.map((replicas) => [...replicas]);
    this.#ids = racks.ids;
    this.#led = new Map(racks.ids.map((id) => [id, new Map(racks.ids.map((other) => [other, new Set()]))]));
    for (const partition of assignment.keys()) this.#enter(partition);
  }

  /** From the broker that leads most, if it can hand one over, else from the next; false when none can. */
  handOver(counts: Map<number, number>): boolean {
    const count = (id: number): number => counts.get(id) ?? 0;
    for (const source of this.#ids.toSorted((a, b) => count(b) - count(a))) {
      const from = this.#reach(source);
      const target = [...from.keys()].find((id) => count(id) <= count(source) - 2);
      if (target === undefined) continue;
      for (let to = target; to !== source; to = from.get(to) ?? source)
        this.#give(from.get(to) ?? source, to);
      counts.set(source, count(source) - 1);
      counts.set(target, count(target) + 1);
      return true;
    }
    return false;
  }

  /** By broker that can come to a leader from `source`: who hands one over to it. The nearest ones first. */
  #reach(source: number): Map<number, number> {
    const reached = new Map<number, number>();
    const queue = [source];
    for (const from of queue) {
      for (const [to, partitions] of this.#led.get(from) ?? []) {
        if (partitions.size === 0 || to === source || reached.has(to)) continue;
        reached.set(to, from);
        queue.push(to);
      }
    }
    return reached;
  }

  #give(from: number, to: number): void {
    const [partition = -1] = this.#led.get(from)?.get(to) ?? [];
    const replicas = this.assignment[partition] ?? [];
    for (const id of replicas) this.#led.get(from)?.get(id)?.delete(partition);
    this.assignment[partition] = [to, ...replicas.filter((id) => id !== to)];
    this.#enter(partition);
  }

  #enter(partition: number): void {
    const [leader = -1, ...followers] = this.assignment[partition] ?? [];
    for (const id of followers) this.#led.get(leader)?.get(id)?.add(partition);
  }
}
