/** What part a node has in its quorum: when it has left, and when it is back. Pure. */
import { assertNever } from '../../../../lib/core/assert-never.ts';
import type { KafkaNode } from './node.ts';
import type { Seen, ServerState } from './observation.ts';
import { isCaughtUp } from './quorum-gate.ts';

/** It has no part in a quorum, or is a caught-up voter, or serves in the ensemble. */
export const hasItsPart = (node: KafkaNode, seen: Seen): boolean =>
  (!node.controller && !node.zookeeper) || takesPart(node, seen);

/**
 * A controller has left when the quorum no longer takes it for caught up, a ZooKeeper server when it gives no answer:
 * while it says that it serves nobody, it still runs.
 */
export function stillTakesPart(node: KafkaNode, seen: Seen): boolean {
  if (!seen.quorum.known) return node.zookeeper || isControllerOnly(node);
  if (seen.quorum.value.kind === 'zookeeper' && node.zookeeper) return stateOf(node, seen) !== 'silent';
  return isControllerOnly(node) && takesPart(node, seen);
}

/** A combined node leaves as a broker, which the cluster sees sooner. */
const isControllerOnly = ({ controller, broker }: KafkaNode): boolean => controller && !broker;

function takesPart(node: KafkaNode, seen: Seen): boolean {
  if (!seen.quorum.known) return false;
  const quorum = seen.quorum.value;
  switch (quorum.kind) {
    case 'kraft':
      return quorum.voters.some(({ id, behind }) => id === node.id && isCaughtUp(behind));
    case 'zookeeper':
      return SERVING.has(stateOf(node, seen));
    default:
      return assertNever(quorum);
  }
}

const SERVING: ReadonlySet<ServerState> = new Set(['leader', 'follower', 'observer']);

function stateOf({ id }: KafkaNode, { quorum }: Seen): ServerState {
  const servers = quorum.known && quorum.value.kind === 'zookeeper' ? quorum.value.servers : [];
  return servers.find((server) => server.id === id)?.state ?? 'silent';
}
