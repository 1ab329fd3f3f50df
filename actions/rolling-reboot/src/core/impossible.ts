import type { Problem } from '../../../../lib/core/problem.ts';
import { clusterState, type WorstPartition } from './cluster-state.ts';
import type { Seen } from './observation.ts';

/**
 * What can never become safe, however long one waits: found before the first stop, all of it named.
 * `down` are the parked nodes, which stay down through the whole cycle.
 */
export function impossible(seen: Seen, down: ReadonlySet<number>): Problem[] {
  return [...unsafeTopics(seen, down), ...unsafeQuorum(seen, down)];
}

function unsafeTopics(seen: Seen, down: ReadonlySet<number>): Problem[] {
  const unsafe = clusterState(seen).partitions.filter((partition) => isUnsafe(partition, down));
  return [...Map.groupBy(unsafe, ({ topic }) => topic)].map(([topic, partitions]) =>
    unsafeTopic(topic, partitions, down),
  );
}

function isUnsafe(partition: WorstPartition, down: ReadonlySet<number>): boolean {
  const { minInSyncReplicas } = partition;
  const up = lasting(partition).filter((replica) => !down.has(replica)).length;
  // Where all replicas are parked there is nothing left to stop.
  return up > 0 && Number.isFinite(minInSyncReplicas) && up - 1 < Math.max(minInSyncReplicas, 1);
}

const lasting = ({ replicas, adding }: WorstPartition): number[] =>
  replicas.filter((replica) => !adding.includes(replica));

function unsafeTopic(
  topic: string,
  partitions: readonly WorstPartition[],
  down: ReadonlySet<number>,
): Problem {
  const [first] = partitions;
  const replicas = first === undefined ? [] : lasting(first);
  const parked = replicas.filter((replica) => down.has(replica));
  const factor = replicas.length;
  const minimum = first?.minInSyncReplicas ?? 0;
  const parkedToo = parked.length > 0 ? ` and broker ${parked.join(', ')} is parked` : '';
  return {
    where: `topic ${topic}`,
    what:
      `its replication factor ${String(factor)} leaves no room for min.insync.replicas ${String(minimum)} ` +
      `while one replica is down${parkedToo} (${String(partitions.length)} partition(s))`,
    fix:
      factor === 1
        ? 'Raise its replication factor, or delete the topic: without a second replica it is offline during a restart.'
        : 'Raise its replication factor, or lower its min.insync.replicas.',
  };
}

function unsafeQuorum(seen: Seen, down: ReadonlySet<number>): Problem[] {
  const voters = seen.quorum.known ? seen.quorum.value.voters : [];
  const up = voters.filter(({ id }) => !down.has(id)).length;
  if (up === 0 || up - 1 >= Math.floor(voters.length / 2) + 1) return [];
  const parked = up < voters.length ? `, of which ${String(voters.length - up)} are parked` : '';
  return [
    {
      where: 'the KRaft quorum',
      what: `it has ${String(voters.length)} voter(s)${parked}, and none may stop without losing the majority`,
      fix: up < voters.length ? 'Start the parked controllers again.' : 'Run at least three controllers.',
    },
  ];
}
