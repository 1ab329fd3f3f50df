import type { NodeRole, NodeShape } from '../cluster-shape.ts';
import type { SecuredPlace } from './secured-listeners.ts';

/** Where one node of a cluster lives. */
export interface NodePlace extends NodeShape {
  readonly folder: string;
  /** What clients dial: a broker's listener or a ZooKeeper server's client port; unused by a mere controller. */
  readonly clientPort: number;
  /** What its own kind dial: a KRaft controller's listener, or what a ZooKeeper leader is followed at. */
  readonly quorumPort: number;
  /** ZooKeeper only. */
  readonly electionPort: number;
  /** Absent where the plaintext listener is the only one. */
  readonly secured?: SecuredPlace;
}

export const hasRole = (role: NodeRole): ((node: NodePlace) => boolean) => {
  return ({ roles }) => roles.includes(role);
};

/** What a lab, a client or an operator dials to reach the node itself. */
export function addressOf(node: NodePlace): string {
  const port = node.roles.every((role) => role === 'controller') ? node.quorumPort : node.clientPort;
  return `127.0.0.1:${String(port)}`;
}

/** `host:port,...` of all ZooKeeper servers, in the order of their ids. */
export const zookeeperConnect = (all: readonly NodePlace[]): string =>
  all.filter(hasRole('zookeeper')).map(addressOf).join(',');
