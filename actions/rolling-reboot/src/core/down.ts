import type { KafkaNode } from './node.ts';

/**
 * Nodes by their ids, such as those that are down. The brokers and controllers of Kafka share one space of ids and
 * ZooKeeper servers have their own: broker 1 and ZooKeeper server 1 are two nodes.
 */
export interface Down {
  readonly kafka: ReadonlySet<number>;
  readonly zookeeper: ReadonlySet<number>;
}

export const idsOf = (nodes: readonly KafkaNode[]): Down => ({
  kafka: new Set(nodes.filter(({ zookeeper }) => !zookeeper).map(({ id }) => id)),
  zookeeper: new Set(nodes.filter(({ zookeeper }) => zookeeper).map(({ id }) => id)),
});

/** Of a whole cluster, whose list of nodes never changes and is asked for in every look. */
export function idsOfCluster(nodes: readonly KafkaNode[]): Down {
  const ids = IDS.get(nodes) ?? idsOf(nodes);
  IDS.set(nodes, ids);
  return ids;
}

const IDS = new WeakMap<readonly KafkaNode[], Down>();

/** The same, with one node more. */
export const withNode = ({ kafka, zookeeper }: Down, node: KafkaNode): Down =>
  node.zookeeper
    ? { kafka, zookeeper: new Set([...zookeeper, node.id]) }
    : { kafka: new Set([...kafka, node.id]), zookeeper };

/** The same, without one of its nodes. */
export const withoutNode = ({ kafka, zookeeper }: Down, node: KafkaNode): Down =>
  node.zookeeper
    ? { kafka, zookeeper: new Set([...zookeeper].filter((id) => id !== node.id)) }
    : { kafka: new Set([...kafka].filter((id) => id !== node.id)), zookeeper };

export const isDown = ({ id, zookeeper }: KafkaNode, down: Down): boolean =>
  (zookeeper ? down.zookeeper : down.kafka).has(id);
