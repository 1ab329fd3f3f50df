import type { FleetShape } from '../fakes/fake-fleet.ts';

/** Partitions a broker leads. */
const EACH = 2;

/** Zones repeat every three ids, so neighbours are in three zones. */
const AWARE = [
  [0, 1, 2],
  [0, 2, 4],
];
/** Now and then two replicas of a partition share a zone. */
const UNAWARE = [
  [0, 1, 2],
  [0, 3, 7],
];

/** Brokers with replication factor 3 and min.insync.replicas 2; the first three vote. */
export function bigShape(nodes: number, placement: 'rack-aware' | 'rack-unaware'): FleetShape {
  const steps = placement === 'rack-aware' ? AWARE : UNAWARE;
  return {
    nodes,
    voters: [1, 2, 3],
    partitions: Array.from({ length: nodes * EACH }, (_, index) => ({
      topic: `topic-${String(index % 20)}`,
      partition: Math.floor(index / 20),
      replicas: (steps[index % EACH] ?? []).map((step) => 1 + ((Math.floor(index / EACH) + step) % nodes)),
      minimum: 2,
    })),
  };
}
