import type { Blocker } from './blocker.ts';
import { type Down, idsOfCluster } from './down.ts';
import type { EnsembleFault } from './ensemble-fault.ts';
import type { KafkaNode } from './node.ts';
import type { Ensemble, KraftQuorum, Seen } from './observation.ts';

/** A voter is caught up when its last caught-up time is at most this far behind the leader's (KIP-595), in milliseconds. */
const CAUGHT_UP_WITHIN = 5_000;

export const isCaughtUp = (behind: number | undefined): boolean =>
  behind !== undefined && behind <= CAUGHT_UP_WITHIN;

/** What keeps the quorum from being well, but for the nodes in `down`. */
export function quorumBlockers(seen: Seen, nodes: readonly KafkaNode[], down: Down): Blocker[] {
  if (!seen.quorum.known) return [{ kind: 'unknown', what: 'the quorum', reason: seen.quorum.reason }];
  const quorum = seen.quorum.value;
  switch (quorum.kind) {
    case 'kraft':
      return kraftBlockers(quorum, nodes, down);
    case 'zookeeper':
      return ensembleBlockers(quorum, down);
  }
}

function kraftBlockers(
  { leader, voters }: KraftQuorum,
  nodes: readonly KafkaNode[],
  { kafka: down }: Down,
): Blocker[] {
  const known = idsOfCluster(nodes).kafka;
  const votes = new Set(voters.map(({ id }) => id));
  return [
    ...(leader < 0 ? [{ kind: 'no-leader-of-quorum' } as const] : []),
    ...voters
      .filter(({ id }) => !known.has(id))
      .map(({ id }): Blocker => ({ kind: 'unknown-voter', voter: id })),
    ...nodes
      .filter(({ id, controller }) => controller && !down.has(id) && !votes.has(id))
      .map(({ id }): Blocker => ({ kind: 'not-a-voter', controller: id })),
    ...voters
      .filter(({ id, behind }) => known.has(id) && !down.has(id) && !isCaughtUp(behind))
      .map(({ id, behind }): Blocker => ({ kind: 'voter-behind', voter: id, behind })),
  ];
}

function ensembleBlockers(ensemble: Ensemble, { zookeeper: down }: Down): Blocker[] {
  const { servers, faults } = ensemble;
  const absent = servers.filter(({ id, state }) => !down.has(id) && (state === 'idle' || state === 'silent'));
  return [
    ...unreadable(ensemble),
    ...absent.map(({ id, reason }) => asBlocker({ kind: 'silent-server', server: id, reason })),
    ...(faults.length === 0 ? disagreement(ensemble) : []),
  ];
}

/** What keeps everybody from knowing which servers are in sync: it forbids every stop. */
export function unreadable({ servers, faults }: Ensemble): Blocker[] {
  const leaderless = !servers.some(({ state }) => state === 'leader');
  return [...faults.map(asBlocker), ...(leaderless ? [{ kind: 'no-leader-of-quorum' } as const] : [])];
}

/** A server that says that it follows is in sync when the leader counts it as well. */
function disagreement({ servers, counts }: Ensemble): Blocker[] {
  const leader = servers.find(({ state }) => state === 'leader');
  const answering = servers.filter(({ state }) => state === 'follower').length;
  if (leader === undefined || counts === undefined || counts.syncedFollowers === answering) return [];
  const counted = counts.syncedFollowers;
  return [asBlocker({ kind: 'followers-disagree', leader: leader.id, counted, answering })];
}

const asBlocker = (fault: EnsembleFault): Blocker => ({ kind: 'ensemble', fault });
