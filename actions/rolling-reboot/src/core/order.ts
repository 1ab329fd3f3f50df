import type { KafkaNode } from './node.ts';
import type { Seen } from './observation.ts';

/**
 * The nodes in the order in which they are restarted: brokers that are no voters, then voters, the active controller
 * last. Racks are kept together, as a hint only. Asked anew before every stop, since leadership moves.
 */
export function restartOrder(nodes: readonly KafkaNode[], seen: Seen): KafkaNode[] {
  return nodes.toSorted(
    (a, b) => rank(a, seen) - rank(b, seen) || a.zone.localeCompare(b.zone) || Number(a.id) - Number(b.id),
  );
}

function rank(node: KafkaNode, seen: Seen): number {
  if (!seen.quorum.known) return node.controller ? 1 : 0;
  const { leader, voters } = seen.quorum.value;
  if (node.id === leader) return 2;
  return voters.some(({ id }) => id === node.id) ? 1 : 0;
}
