/** What part a node has in its quorum: whether it has a vote, when it has left, and when it is back. Pure. */
import type { KafkaNode } from './node.ts';
import type { Ensemble, Seen, ServerState } from './observation.ts';
import { isCaughtUp } from './quorum-gate.ts';

/** Whoever cannot be shown to have no vote may have one. */
export function isVoter(node: KafkaNode, { quorum }: Seen): boolean {
  if (!quorum.known) return node.controller || node.zookeeper;
  switch (quorum.value.kind) {
    case 'kraft':
      return quorum.value.voters.some(({ id }) => id === node.id);
    case 'zookeeper':
      return node.zookeeper && stateOf(node, quorum.value) !== 'observer';
  }
}

/** It has no part in a quorum, or is a caught-up voter, or serves in the ensemble. */
export const hasItsPart = (node: KafkaNode, seen: Seen): boolean =>
  (!node.controller && !node.zookeeper) || takesPart(node, seen);

/**
 * A controller has left when the quorum no longer takes it for caught up, a ZooKeeper server when it gives no answer:
 * while it says that it serves nobody, it still runs.
 */
export function stillTakesPart(node: KafkaNode, seen: Seen): boolean {
  if (!seen.quorum.known) return node.zookeeper || isControllerOnly(node);
  const quorum = seen.quorum.value;
  if (quorum.kind === 'zookeeper' && node.zookeeper) return stateOf(node, quorum) !== 'silent';
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
      return SERVING.has(stateOf(node, quorum));
  }
}

const SERVING: ReadonlySet<ServerState> = new Set(['leader', 'follower', 'observer']);

export const stateOf = ({ id }: KafkaNode, { servers }: Ensemble): ServerState =>
  servers.find((server) => server.id === id)?.state ?? 'silent';
