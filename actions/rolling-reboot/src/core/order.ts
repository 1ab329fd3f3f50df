import type { KafkaNode } from './node.ts';
import type { Seen } from './observation.ts';

/**
 * The nodes in the order in which they are restarted: brokers that are no voters, then voters, the active controller
 * last. Racks are kept together, as a hint only. Asked anew before every stop, since leadership moves.
 */
export function restartOrder(nodes: readonly KafkaNode[], seen: Seen): KafkaNode[] {
  return nodes.toSorted(
    (a, b) => rank(a, seen) - rank(b, seen) || a.zone.localeCompare(b.zone) || a.id - b.id,
  );
}

const rank = (node: KafkaNode, seen: Seen): number =>
  isLeader(node, seen) ? 2 : isVoter(node, seen) ? 1 : 0;

/** The active controller; nobody is while the quorum cannot be read. */
export const isLeader = ({ id }: KafkaNode, { quorum }: Seen): boolean =>
  quorum.known && quorum.value.leader === id;

/** Where the quorum cannot be read, every controller may be a voter. */
export const isVoter = ({ id, controller }: KafkaNode, { quorum }: Seen): boolean =>
  quorum.known ? quorum.value.voters.some((voter) => voter.id === id) : controller;
