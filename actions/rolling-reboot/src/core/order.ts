import type { KafkaNode } from './node.ts';
import type { Seen } from './observation.ts';
import { isVoter, stateOf } from './quorum-part.ts';

/** What the order goes by beside the kinds of nodes. Hints only: the predicate decides each stop. */
export interface OrderHints {
  /** When a node has to be restarted by, in milliseconds since the epoch. */
  readonly due: (node: KafkaNode) => number;
  /** How long its restart lasted last time, in milliseconds; 0 where that is not known. */
  readonly lasts: (node: KafkaNode) => number;
  /** How many nodes may be in flight together. */
  readonly width: number;
  /** How many nodes this cycle has restarted. */
  readonly restarted: number;
}

/** One after another, and nothing is known of any. */
const NO_HINTS: OrderHints = { due: () => Infinity, lasts: () => 0, width: 1, restarted: 0 };

/**
 * The nodes in the order in which they are restarted. In KRaft: brokers that are no voters, then voters, the active
 * controller last. On ZooKeeper: brokers, their controller last; then the ensemble: observers, followers, the leader
 * last. Among these, who is due first, then racks together, then who takes longest. In a window for several nodes the
 * voters go beside the last of the others, once a whole window of these is back: no voter is the first to be tried.
 * Asked anew before every stop, since leadership moves.
 */
export function restartOrder(
  nodes: readonly KafkaNode[],
  seen: Seen,
  hints: OrderHints = NO_HINTS,
): KafkaNode[] {
  const { due, lasts } = hints;
  const beside = votersGoBeside(nodes, seen, hints);
  const ranked = nodes.map((node) => ({
    node,
    rank: beside && isPlainVoter(node, seen) ? -1 : rank(node, seen),
    due: due(node),
    lasts: lasts(node),
  }));
  ranked.sort(
    (a, b) =>
      a.rank - b.rank ||
      compare(a.due, b.due) ||
      byText(a.node.zone, b.node.zone) ||
      b.lasts - a.lasts ||
      a.node.id - b.node.id,
  );
  return ranked.map(({ node }) => node);
}

/** Voters go one by one: they begin when as many rounds of the window are left for the others as there are voters, but one. */
function votersGoBeside(nodes: readonly KafkaNode[], seen: Seen, { width, restarted }: OrderHints): boolean {
  if (width < 2 || restarted < width) return false;
  const voters = nodes.filter((node) => isVoter(node, seen)).length;
  return nodes.length - voters <= width * (voters - 1);
}

const isPlainVoter = (node: KafkaNode, seen: Seen): boolean => isVoter(node, seen) && !isLeader(node, seen);

/** A difference of two that are infinite is no number. */
const compare = (a: number, b: number): number => (a === b ? 0 : a - b);

/** Who leads its kind is stopped when all before it were: they may still be in flight. */
export const waitsForOthers = (node: KafkaNode, remaining: readonly KafkaNode[], seen: Seen): boolean =>
  isLeader(node, seen) &&
  remaining.some((other) => other.name !== node.name && rank(other, seen) <= rank(node, seen));

const byText = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);

function rank(node: KafkaNode, seen: Seen): number {
  const own = isLeader(node, seen) ? 2 : isVoter(node, seen) ? 1 : 0;
  return node.zookeeper ? 3 + own : own;
}

/**
 * The active controller, or the leader of the ensemble. Nobody is while the quorum cannot be read; in KRaft the quorum
 * alone names the controller, on ZooKeeper the brokers do.
 */
function isLeader(node: KafkaNode, { quorum, views }: Seen): boolean {
  if (!quorum.known) return false;
  switch (quorum.value.kind) {
    case 'kraft':
      return quorum.value.leader === node.id;
    case 'zookeeper':
      return node.zookeeper ? stateOf(node, quorum.value) === 'leader' : views[0]?.controller === node.id;
  }
}
