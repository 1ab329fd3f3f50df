import type { Allowances } from './allowances.ts';
import type { Blocker } from './blocker.ts';
import type { Down } from './down.ts';
import type { KafkaNode } from './node.ts';
import type { Ensemble, EnsembleCounts, KraftQuorum, Seen } from './observation.ts';
import { isCaughtUp, unreadable } from './quorum-gate.ts';
import { isVoter } from './quorum-part.ts';

/** Voters that stay when the node is stopped: `left` of them in sync, `needed` for a majority `of` all. */
export interface VotersLeft {
  readonly left: number;
  readonly needed: number;
  readonly of: number;
}

export interface QuorumVerdict {
  readonly blockers: readonly Blocker[];
  /** Null when the node is no voter. */
  readonly voters: VotersLeft | null;
}

interface QuorumRules {
  /** All that are down, with the node itself. */
  readonly gone: Down;
  readonly allowances: Allowances;
}

/** Whether the quorum keeps its majority without the node; what is unknown counts against the stop of any node. */
export function quorumWithout(node: KafkaNode, seen: Seen, { gone, allowances }: QuorumRules): QuorumVerdict {
  if (!seen.quorum.known) {
    return { blockers: [{ kind: 'unknown', what: 'the quorum', reason: seen.quorum.reason }], voters: null };
  }
  const quorum = seen.quorum.value;
  const blockers = quorum.kind === 'zookeeper' ? unreadable(quorum) : [];
  if (blockers.length > 0 || !isVoter(node, seen)) return { blockers, voters: null };
  const voters = votersLeft(quorum, gone);
  const accepted = allowances.unsafeQuorum === 'allow' && voters.of < 3;
  return voters.left >= voters.needed || accepted
    ? { blockers: [], voters }
    : {
        blockers: [{ kind: 'majority', left: voters.left, needed: voters.needed, voters: voters.of }],
        voters,
      };
}

function votersLeft(quorum: KraftQuorum | Ensemble, gone: Down): VotersLeft {
  switch (quorum.kind) {
    case 'kraft': {
      const { voters } = quorum;
      const left = voters.filter(({ id, behind }) => !gone.kafka.has(id) && isCaughtUp(behind)).length;
      return outOf(voters.length, left);
    }
    case 'zookeeper':
      return participantsLeft(quorum, gone);
  }
}

const outOf = (voters: number, left: number): VotersLeft => ({
  left,
  needed: Math.floor(voters / 2) + 1,
  of: voters,
});

/** Without counts nobody is known to be in sync. */
const NOBODY: EnsembleCounts = { voters: Infinity, syncedFollowers: 0 };

/**
 * The leader does not name the followers that it counts in sync. Where it counts fewer than answer, those that stay are
 * taken for the ones that are not.
 */
function participantsLeft({ servers, counts = NOBODY }: Ensemble, { zookeeper: gone }: Down): VotersLeft {
  const followers = servers.filter(({ state }) => state === 'follower');
  const staying = followers.filter(({ id }) => !gone.has(id)).length;
  const synced = counts.syncedFollowers - (followers.length - staying);
  const leaders = servers.filter(({ id, state }) => state === 'leader' && !gone.has(id)).length;
  return outOf(counts.voters, leaders + Math.max(0, Math.min(staying, synced)));
}
