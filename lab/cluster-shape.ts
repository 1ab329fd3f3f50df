import { REGION } from './aws/account.ts';

export type NodeRole = 'broker' | 'controller' | 'zookeeper';

/**
 * - `kraft`: every node is broker and controller;
 * - `kraft-separate`: the controllers are nodes of their own, with ids from 3001;
 * - `zookeeper`: brokers of Kafka 3.9 and an ensemble, whose servers have ids from 1 as the brokers have.
 */
export type ClusterMode = 'kraft' | 'kraft-separate' | 'zookeeper';

/** Brokers' and ZooKeeper servers' ids live apart, so a node is named by its first role too. */
export type NodeIdentity = `${NodeRole}-${number}`;

/** A node by its name, or a broker or KRaft controller by its id alone. */
export type NodeRef = number | NodeIdentity;

/** One node before it has a place. */
export interface NodeShape {
  readonly nodeId: number;
  readonly roles: readonly [NodeRole, ...NodeRole[]];
  /** Named like the availability zone of its instance. */
  readonly rack: string;
  /** A ZooKeeper server without a vote. */
  readonly observer: boolean;
}

export interface ShapeOptions {
  readonly mode: ClusterMode;
  readonly brokers: number;
  /** KRaft controllers with nodes of their own. */
  readonly controllers: number;
  /** ZooKeeper servers that vote, and those that do not. */
  readonly zookeepers: number;
  readonly observers: number;
  readonly racks: number;
}

const FIRST_CONTROLLER = 3001;

/** The nodes of a cluster, brokers first; each kind is spread over the zones. */
export function shapeCluster(options: ShapeOptions): NodeShape[] {
  const zone = (index: number) => REGION + 'abc'.charAt(index % options.racks);
  const nodes = (count: number, firstId: number, roles: NodeShape['roles']): NodeShape[] =>
    Array.from({ length: count }, (_, index) => {
      return { nodeId: firstId + index, roles, rack: zone(index), observer: false };
    });
  switch (options.mode) {
    case 'kraft':
      return nodes(options.brokers, 1, ['broker', 'controller']);
    case 'kraft-separate':
      return [
        ...nodes(options.brokers, 1, ['broker']),
        ...nodes(options.controllers, FIRST_CONTROLLER, ['controller']),
      ];
    case 'zookeeper':
      return [
        ...nodes(options.brokers, 1, ['broker']),
        ...nodes(options.zookeepers + options.observers, 1, ['zookeeper']).map((node) => {
          return { ...node, observer: node.nodeId > options.zookeepers };
        }),
      ];
  }
}

export const identityOf = ({ roles: [role], nodeId }: Pick<NodeShape, 'roles' | 'nodeId'>): NodeIdentity =>
  `${role}-${String(nodeId) as `${number}`}`;

export function isNode(ref: NodeRef, node: Pick<NodeShape, 'roles' | 'nodeId'>): boolean {
  if (typeof ref === 'string') return ref === identityOf(node);
  return ref === node.nodeId && node.roles[0] !== 'zookeeper';
}
