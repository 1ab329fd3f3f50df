import type { Problem } from '../../../../lib/core/problem.ts';
import {
  type Allowances,
  isAccepted,
  isLoneLedger,
  replicasUp,
  requiredReplicas,
  sparesNone,
} from './allowances.ts';
import { clusterState } from './cluster-state.ts';
import type { Down } from './down.ts';
import type { Seen } from './observation.ts';
import { scarcePartitions } from './partition-catalog.ts';
import { lastingReplicas, type WorstPartition } from './worst-partition.ts';

/**
 * What can never become safe, however long one waits: found before the first stop, all of it named. `refused` forbids
 * every stop; `accepted` says what the operator's allowances will cost. `down` are the parked nodes, which stay down
 * through the whole cycle.
 */
export function impossible(seen: Seen, down: Down, allowances: Allowances): Impossible {
  const topics = unsafeTopics(seen, down, allowances);
  const quorum = unsafeQuorum(seen, down);
  const refusesQuorum = allowances.unsafeQuorum === 'block' || !isSmallQuorum(seen, down);
  return {
    refused: [
      ...topics.filter((topic) => !topic.accepted).map(({ problem }) => problem),
      ...(refusesQuorum ? quorum : []),
    ],
    accepted: [
      ...topics.filter((topic) => topic.accepted).map(({ cost }) => cost),
      ...(refusesQuorum
        ? []
        : quorum.map(({ where, what }) => `${where}: ${what}; accepted by unsafe-quorum`)),
    ],
  };
}

export interface Impossible {
  readonly refused: readonly Problem[];
  readonly accepted: readonly string[];
}

const LONE_LEDGER =
  'the state topic has one replica, so the tags of the instances are the ledger while its broker restarts';

interface UnsafeTopic {
  readonly accepted: boolean;
  readonly problem: Problem;
  readonly cost: string;
}

function unsafeTopics(seen: Seen, { kafka: down }: Down, allowances: Allowances): UnsafeTopic[] {
  const suspects = scarcePartitions(clusterState(seen), 1 + allowances.extraReplicas, down);
  const unsafe = suspects.filter((partition) => sparesNone(partition, down, allowances));
  return [...Map.groupBy(unsafe, ({ topic }) => topic)].map(([topic, partitions]) => ({
    accepted: partitions.every((partition) => isAccepted(partition, allowances)),
    problem: unsafeTopic(topic, partitions, { down, allowances }),
    cost: partitions.some((partition) => isLoneLedger(partition, allowances))
      ? `topic ${topic}: ${LONE_LEDGER}`
      : costOf(topic, partitions, down),
  }));
}

interface Conditions {
  readonly down: ReadonlySet<number>;
  readonly allowances: Allowances;
}

function unsafeTopic(
  topic: string,
  partitions: readonly WorstPartition[],
  { down, allowances }: Conditions,
): Problem {
  const replicationFactor = Math.min(...partitions.map((partition) => lastingReplicas(partition).length));
  const parked = [...new Set(partitions.flatMap(lastingReplicas))].filter((replica) => down.has(replica));
  const { extraReplicas } = allowances;
  const needed = Math.max(...partitions.map((partition) => requiredReplicas(partition, allowances)));
  const extra = extraReplicas > 0 ? ` and ${String(extraReplicas)} extra-replicas` : '';
  const parkedToo = parked.length > 0 ? ` and broker ${parked.join(', ')} is parked` : '';
  return {
    where: `topic ${topic}`,
    what:
      `its replication factor ${String(replicationFactor)} leaves no room for min.insync.replicas ${String(needed - extraReplicas)}${extra} ` +
      `while one replica is down${parkedToo} (${String(partitions.length)} partition(s))`,
    fix: `${remedy(replicationFactor)} Or accept it: unsafe-topics: ${topic}`,
  };
}

const remedy = (replicationFactor: number): string =>
  replicationFactor === 1
    ? 'Raise its replication factor, or delete the topic: without a second replica it is offline during a restart.'
    : 'Raise its replication factor, or lower its min.insync.replicas.';

function costOf(topic: string, partitions: readonly WorstPartition[], down: ReadonlySet<number>): string {
  const cost = (): string => {
    if (partitions.some((partition) => replicasUp(partition, down) === 1)) return 'is offline';
    const isRefusing = partitions.some((each) => replicasUp(each, down) - 1 < each.minInSyncReplicas);
    return isRefusing ? 'refuses every acks=all write' : 'has fewer extra-replicas than asked for';
  };
  return `topic ${topic}: accepted by unsafe-topics; it ${cost()} while one of its brokers restarts`;
}

interface Electorate {
  readonly name: string;
  readonly members: string;
  readonly voters: number;
  /** Those that are not parked. */
  readonly up: number;
}

const NOBODY: Electorate = { name: 'the quorum', members: 'voters', voters: 0, up: 0 };

/** Nobody while the quorum cannot be read: then it is not known to be too small. */
function electorateOf({ quorum }: Seen, down: Down): Electorate {
  if (!quorum.known) return NOBODY;
  switch (quorum.value.kind) {
    case 'kraft': {
      const { voters } = quorum.value;
      const up = voters.filter(({ id }) => !down.kafka.has(id)).length;
      return { name: 'the KRaft quorum', members: 'controllers', voters: voters.length, up };
    }
    case 'zookeeper': {
      const { servers, counts } = quorum.value;
      // A parked server does not say whether it has a vote: it has none where the others are enough.
      const others = servers.filter(({ id, state }) => state !== 'observer' && !down.zookeeper.has(id));
      const voters = counts?.voters ?? 0;
      const up = Math.min(voters, others.length);
      return { name: 'the ZooKeeper ensemble', members: 'ZooKeeper servers', voters, up };
    }
  }
}

/** The only ones that `unsafe-quorum` accepts: a larger one is unsafe because of its parked members alone. */
const isSmallQuorum = (seen: Seen, down: Down): boolean => electorateOf(seen, down).voters < 3;

function unsafeQuorum(seen: Seen, down: Down): Problem[] {
  const { name, members, voters, up } = electorateOf(seen, down);
  if (up === 0 || up - 1 >= Math.floor(voters / 2) + 1) return [];
  const parked = up < voters ? `, of which ${String(voters - up)} are parked` : '';
  return [
    {
      where: name,
      what: `it has ${String(voters)} voter(s)${parked}, and none may stop without losing the majority`,
      fix: up < voters ? `Start the parked ${members} again.` : `Run at least three ${members}.`,
    },
  ];
}
