import { countReplicas } from './even-replicas.ts';
import type { Racks } from './racks.ts';
import type { Assignment } from './spread-racks.ts';

/**
 * Evens how many partitions each broker is the preferred leader of, as far as that can be without moving a replica: the
 * order of the replicas changes, and nothing is copied. Ends when no chain of partitions hands a leader from a broker
 * to one that has two less, which is as even as it can be (an optimal semi-matching: Harvey et al., 2006,
 * https://doi.org/10.1016/j.jalgor.2004.11.003).
 */
export function evenLeaders(assignment: Assignment, racks: Racks): number[][] {
  const after = assignment.map((replicas) => [...replicas]);
  for (;;) {
    const chain = chainIn(after, racks);
    if (chain === undefined) return after;
    for (const { partition, to } of chain) {
      const others = (after[partition] ?? []).filter((id) => id !== to);
      after[partition] = [to, ...others];
    }
  }
}

interface Handover {
  readonly partition: number;
  readonly from: number;
  readonly to: number;
}

export function countLeaders(assignment: Assignment, ids: readonly number[]): Map<number, number> {
  return countReplicas(
    assignment.map((replicas) => replicas.slice(0, 1)),
    ids,
  );
}

/** From the broker that leads most, if it can hand one over, else from the next. */
function chainIn(assignment: Assignment, racks: Racks): Handover[] | undefined {
  const counts = countLeaders(assignment, racks.ids);
  const count = (id: number): number => counts.get(id) ?? 0;
  const led = Map.groupBy(assignment.entries(), ([, [leader]]) => leader ?? -1);
  const least = Math.min(...counts.values());
  const sources = racks.ids.filter((id) => count(id) >= least + 2).toSorted((a, b) => count(b) - count(a));
  for (const source of sources) {
    const reached = reach(source, led, racks);
    const target = [...reached.keys()].find((id) => count(id) <= count(source) - 2);
    if (target !== undefined) return chainTo(target, reached);
  }
  return undefined;
}

type Led = ReadonlyMap<number, readonly (readonly [number, readonly number[]])[]>;

/** How each broker comes to a leader from `source`, the nearest ones first. */
function reach(source: number, led: Led, racks: Racks): Map<number, Handover> {
  const reached = new Map<number, Handover>();
  const queue = [source];
  const isNew = (id: number): boolean => id !== source && !reached.has(id) && racks.rackOf(id) !== undefined;
  for (const from of queue) {
    for (const handover of handovers(from, led.get(from) ?? [])) {
      if (!isNew(handover.to)) continue;
      reached.set(handover.to, handover);
      queue.push(handover.to);
    }
  }
  return reached;
}

const handovers = (from: number, partitions: readonly (readonly [number, readonly number[]])[]): Handover[] =>
  partitions.flatMap(([partition, replicas]) => replicas.map((to) => ({ partition, from, to })));

function chainTo(target: number, reached: ReadonlyMap<number, Handover>): Handover[] {
  const chain: Handover[] = [];
  for (let step = reached.get(target); step !== undefined; step = reached.get(step.from)) chain.push(step);
  return chain;
}
