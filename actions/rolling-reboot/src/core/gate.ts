/**
 * The gate: is the whole cluster well, but for the nodes that are known to be down?
 *
 * Every expected broker is asked itself, all must answer, and the worst view counts, because each weaker question was
 * seen to give a false green: a paused broker that resumes still says that nothing is under-replicated, a principal
 * without ACLs gets an empty list and no error, and a crash shows in nobody's metadata for 9 to 13 seconds.
 */
import { type ClusterState, clusterState } from './cluster-state.ts';
import type { Blocker, PartitionCount, PartitionEvidence } from './blocker.ts';
import { type Down, idsOfCluster } from './down.ts';
import type { KafkaNode } from './node.ts';
import type { Seen } from './observation.ts';
import { leaderlessPartitions, underReplicated, withoutMinimum } from './partition-catalog.ts';
import { quorumBlockers } from './quorum-gate.ts';
import type { WorstPartition } from './worst-partition.ts';

/** What keeps the cluster from being well; empty means that all is well. `down` are the nodes that may be missing. */
export function gate(seen: Seen, nodes: readonly KafkaNode[], down: Down): Blocker[] {
  const state = clusterState(seen);
  const [fewest, most] = [state.counts.at(0), state.counts.at(-1)];
  if (fewest === undefined || most === undefined) {
    return [{ kind: 'nobody-answers', reason: seen.silent[0]?.reason ?? 'no broker is known' }];
  }
  return [
    ...brokerBlockers(seen, state, { nodes, down }),
    ...readingBlockers(seen, state),
    ...viewBlockers(fewest, most, state),
    ...partitionBlockers(seen, state, down),
    ...quorumBlockers(seen, nodes, down),
  ];
}

interface Expectation {
  readonly nodes: readonly KafkaNode[];
  readonly down: Down;
}

function brokerBlockers(seen: Seen, state: ClusterState, { nodes, down }: Expectation): Blocker[] {
  const expected = nodes.filter(({ id, broker }) => broker && !down.kafka.has(id));
  const known = idsOfCluster(nodes).kafka;
  const [reference] = seen.views;
  const missing = expected.filter(({ id }) => !state.registered.has(id)).map(({ id }) => id);
  return [
    ...seen.views
      .filter(({ clusterId }) => clusterId !== reference?.clusterId)
      .map(({ observer, clusterId }): Blocker => ({ kind: 'other-cluster', broker: observer, clusterId })),
    ...missing.map((broker): Blocker => ({ kind: 'not-registered', broker })),
    ...seen.silent
      .filter(({ observer }) => expected.some(({ id }) => id === observer) && !missing.includes(observer))
      .map(({ observer, reason }): Blocker => ({ kind: 'silent-broker', broker: observer, reason })),
    ...[...state.registeredSomewhere]
      .filter((id) => !known.has(id))
      .map((broker): Blocker => ({ kind: 'unknown-broker', broker })),
  ];
}

function readingBlockers(seen: Seen, state: ClusterState): Blocker[] {
  const blockers: Blocker[] = seen.views
    .flatMap(({ unreadable }) => unreadable)
    .slice(0, 3)
    .map(({ topic, error }) => ({ kind: 'unreadable-topic', topic, error }));
  if (!seen.minInSyncReplicas.known) {
    blockers.push({ kind: 'unknown', what: 'min.insync.replicas', reason: seen.minInSyncReplicas.reason });
  } else {
    const without = withoutMinimum(state);
    if (without) blockers.push(unknownMinimum(without.topic));
  }
  if (!seen.reassignments.known) {
    blockers.push({ kind: 'unknown', what: 'the running reassignments', reason: seen.reassignments.reason });
  }
  return blockers;
}

const unknownMinimum = (topic: string): Blocker => ({
  kind: 'unknown',
  what: `min.insync.replicas of topic ${topic}`,
  reason: 'the topic is being created or deleted',
});

function viewBlockers(fewest: PartitionCount, most: PartitionCount, { partitions }: ClusterState): Blocker[] {
  if (fewest.partitions === 0) return [{ kind: 'no-partitions' }];
  // Compared with all partitions together: two views of the same size may know different topics.
  return fewest.partitions < partitions.size ? [{ kind: 'views-disagree', fewest, most }] : [];
}

function partitionBlockers(seen: Seen, state: ClusterState, down: Down): Blocker[] {
  const blockers: Blocker[] = [];
  const offline = leaderlessPartitions(state);
  const under = underReplicated(state, down.kafka);
  const moving = seen.reassignments.known ? seen.reassignments.value : [];
  const [firstOffline, firstUnder, firstMoving] = [offline[0], under[0], moving[0]];
  if (firstOffline) {
    blockers.push({ kind: 'offline-partitions', count: offline.length, example: evidence(firstOffline) });
  }
  if (firstUnder)
    blockers.push({ kind: 'under-replicated', count: under.length, example: evidence(firstUnder) });
  if (firstMoving) {
    const { topic, partition } = firstMoving;
    blockers.push({ kind: 'reassigning', count: moving.length, topic, partition });
  }
  return blockers;
}

const evidence = ({ topic, partition, replicas, isr }: WorstPartition): PartitionEvidence => ({
  topic,
  partition,
  isr,
  missing: replicas.filter((replica) => !isr.includes(replica)),
});
