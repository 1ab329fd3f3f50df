import type { Problem } from '../../../../lib/core/problem.ts';
import { clusterState, type WorstPartition } from './cluster-state.ts';
import type { Seen } from './observation.ts';

/**
 * What can never become safe, however long one waits: found before the first stop, all of it named.
 * The state topic is exempt where the cluster has one broker only.
 */
export function impossible(seen: Seen, stateTopic: string): Problem[] {
  return [...unsafeTopics(seen, stateTopic), ...unsafeQuorum(seen)];
}

function unsafeTopics(seen: Seen, stateTopic: string): Problem[] {
  const unsafe = clusterState(seen).partitions.filter(
    (partition) =>
      isUnsafe(partition) && !(partition.topic === stateTopic && partition.replicas.length === 1),
  );
  return [...Map.groupBy(unsafe, ({ topic }) => topic)].map(([topic, partitions]) =>
    unsafeTopic(topic, partitions),
  );
}

const isUnsafe = ({ replicas, minInSyncReplicas }: WorstPartition): boolean =>
  Number.isFinite(minInSyncReplicas) && replicas.length - 1 < Math.max(minInSyncReplicas, 1);

function unsafeTopic(topic: string, partitions: readonly WorstPartition[]): Problem {
  const [first] = partitions;
  const factor = first?.replicas.length ?? 0;
  const minimum = first?.minInSyncReplicas ?? 0;
  return {
    where: `topic ${topic}`,
    what:
      `its replication factor ${String(factor)} leaves no room for min.insync.replicas ${String(minimum)} ` +
      `while one replica is down (${String(partitions.length)} partition(s))`,
    fix:
      factor === 1
        ? 'Raise its replication factor, or delete the topic: without a second replica it is offline during a restart.'
        : 'Raise its replication factor, or lower its min.insync.replicas.',
  };
}

function unsafeQuorum(seen: Seen): Problem[] {
  const voters = seen.quorum.known ? seen.quorum.value.voters : [];
  if (voters.length === 0 || voters.length >= 3) return [];
  return [
    {
      where: 'the KRaft quorum',
      what: `it has ${String(voters.length)} voter(s), and none may stop without losing the majority`,
      fix: 'Run at least three controllers.',
    },
  ];
}
