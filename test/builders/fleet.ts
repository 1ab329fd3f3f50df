import type { Down } from '../../actions/rolling-reboot/src/core/down.ts';
import {
  brokerId,
  type Instance,
  instanceId,
  type KafkaNode,
  nodeName,
} from '../../actions/rolling-reboot/src/core/node.ts';
import {
  type BrokerView,
  known,
  type Partition,
  type KraftQuorum,
  type Seen,
} from '../../actions/rolling-reboot/src/core/observation.ts';
import type { InstanceFacts } from '../../actions/rolling-reboot/src/core/preflight.ts';

/** 2026-01-06T03:00:00Z, a Tuesday night. */
export const NIGHT = Date.UTC(2026, 0, 6, 3);

const ZONES = ['eu-west-1a', 'eu-west-1b', 'eu-west-1c'];

export function aNode(id: number, change: Partial<KafkaNode> = {}): KafkaNode {
  const broker = change.broker ?? true;
  return {
    name: nodeName(`${broker ? 'broker' : 'controller'}-${String(id)}`),
    id,
    broker,
    controller: false,
    zookeeper: false,
    instance: instanceId(`i-${String(id)}`),
    zone: ZONES[(id - 1) % ZONES.length] ?? '',
    parked: false,
    ...change,
  };
}

/** Nodes that are down: those of Kafka by their node.id, ZooKeeper servers by their myid. */
export const downIds = (kafka: Iterable<number> = [], zookeeper: Iterable<number> = []): Down => ({
  kafka: new Set(kafka),
  zookeeper: new Set(zookeeper),
});

/** Nothing that a stop would meet or destroy. */
export const someFacts = (id: number, change: Partial<InstanceFacts> = {}): InstanceFacts => ({
  instance: instanceId(`i-${String(id)}`),
  stopProtection: false,
  instanceStore: undefined,
  oneTimeSpot: false,
  autoScalingGroup: undefined,
  changingAddresses: [],
  refusals: [],
  unread: [],
  ...change,
});

export const anInstance = (id: number, change: Partial<Instance> = {}): Instance => ({
  id: instanceId(`i-${String(id)}`),
  state: 'running',
  launchTime: NIGHT - 86_400_000,
  zone: ZONES[(id - 1) % ZONES.length] ?? '',
  spot: false,
  tags: { 'kafka-role': 'broker,controller', 'kafka-node-id': String(id) },
  addresses: [`10.0.0.${String(id)}`],
  stateReason: '',
  ...change,
});

/** In sync and led by its first replica, unless it is said otherwise. */
export const aPartition = (replicas: readonly number[], change: Partial<Partition> = {}): Partition => ({
  topic: 'orders',
  partition: 0,
  leader: replicas[0] ?? -1,
  replicas,
  isr: replicas,
  ...change,
});

export const aView = (
  observer: number,
  registered: readonly number[],
  partitions: readonly Partition[],
): BrokerView => ({
  observer: brokerId(observer),
  clusterId: 'cluster-1',
  registered,
  partitions,
  unreadable: [],
});

export const aQuorum = (leader: number, voters: readonly number[]): KraftQuorum => ({
  kind: 'kraft',
  leader,
  voters: voters.map((id) => ({ id, behind: 0 })),
});

/** The voters and the leader of KRaft that were seen; nobody where the quorum is unknown, or another one. */
export function kraftOf({ quorum }: Seen): KraftQuorum {
  const seen = quorum.known ? quorum.value : undefined;
  return seen?.kind === 'kraft' ? seen : { kind: 'kraft', leader: -1, voters: [] };
}

/** A healthy look at combined nodes with these ids, min.insync.replicas 2, one view per node. */
export function seenOf(
  ids: readonly number[],
  partitions: readonly Partition[],
  change: Partial<Seen> = {},
): Seen {
  return {
    at: NIGHT,
    instances: ids.map((id) => anInstance(id)),
    views: ids.map((id) => aView(id, ids, partitions)),
    silent: [],
    quorum: known(aQuorum(ids[0] ?? -1, ids)),
    reassignments: known([]),
    minInSyncReplicas: known(new Map(partitions.map(({ topic }) => [topic, 2]))),
    ...change,
  };
}
