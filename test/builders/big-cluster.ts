import type { KafkaNode } from '../../actions/rolling-reboot/src/core/node.ts';
import { known, type Partition, type Seen } from '../../actions/rolling-reboot/src/core/observation.ts';
import { aNode, anInstance, aPartition, aQuorum, aView, NIGHT } from './fleet.ts';
import { seededRandom } from '../../lib/core/seeded-random.ts';

export interface BigShape {
  readonly brokers: number;
  readonly partitions: number;
  /** Partitions whose replicas are placed without a look at the racks, in percent. */
  readonly rackUnaware?: number;
  readonly seed?: number;
}

export interface BigCluster {
  readonly nodes: readonly KafkaNode[];
  readonly seen: Seen;
}

const RACKS = 3;
const CONTROLLERS = [100_001, 100_002, 100_003];
const PARTITIONS_PER_TOPIC = 100;

/** Replication factor 3 and min.insync.replicas 2 on three racks, with three controllers that are no brokers; all is well. */
export function bigCluster({ brokers, partitions, rackUnaware = 0, seed = 1 }: BigShape): BigCluster {
  const random = seededRandom(seed);
  const ids = Array.from({ length: brokers }, (_, index) => index + 1);
  const racks = Array.from({ length: RACKS }, (_, rack) => ids.filter((id) => (id - 1) % RACKS === rack));
  const list = Array.from({ length: partitions }, (_, index) => {
    const replicas = random() * 100 < rackUnaware ? anywhere(ids, random) : oneInEach(racks, index, random);
    const topic = `topic-${String(Math.floor(index / PARTITIONS_PER_TOPIC))}`;
    return aPartition(replicas, { topic, partition: index % PARTITIONS_PER_TOPIC });
  });
  const nodes = [
    ...ids.map((id) => aNode(id)),
    ...CONTROLLERS.map((id) => aNode(id, { broker: false, controller: true })),
  ];
  return { nodes, seen: lookAt(nodes, list) };
}

/** Leaders go round, so that every broker holds about as many replicas as the others. */
function oneInEach(racks: readonly (readonly number[])[], index: number, random: () => number): number[] {
  return racks.map((_, step) => {
    const rack = racks[(index + step) % racks.length] ?? [];
    return rack[Math.floor(random() * rack.length)] ?? -1;
  });
}

function anywhere(ids: readonly number[], random: () => number): number[] {
  const chosen = new Set<number>();
  while (chosen.size < RACKS) chosen.add(ids[Math.floor(random() * ids.length)] ?? -1);
  return [...chosen];
}

/** What three observers see, and the quorum. */
function lookAt(nodes: readonly KafkaNode[], partitions: readonly Partition[]): Seen {
  const registered = nodes.filter(({ broker }) => broker).map(({ id }) => id);
  return {
    at: NIGHT,
    instances: nodes.map(({ id }) => anInstance(id)),
    views: registered.slice(0, 3).map((id) => aView(id, registered, partitions)),
    silent: [],
    quorum: known(aQuorum(CONTROLLERS[0] ?? -1, CONTROLLERS)),
    reassignments: known([]),
    minInSyncReplicas: known(new Map(partitions.map(({ topic }) => [topic, 2]))),
  };
}
