import { assertNever } from '../../../../lib/core/assert-never.ts';
import type { Down } from './down.ts';
import type { Ensemble, EnsembleServer, KraftQuorum, Quorum } from './observation.ts';

/** Who is away now, and who was and is back. */
export interface Movement {
  readonly away: Down;
  readonly returned: Down;
}

/** The quorum of a simulated cluster: whoever returned is caught up, and another leads when the leader is away. */
export function simulatedQuorum(quorum: Quorum, { away, returned }: Movement): Quorum {
  switch (quorum.kind) {
    case 'kraft':
      return simulatedVoters(quorum, away.kafka, returned.kafka);
    case 'zookeeper':
      return simulatedEnsemble(quorum, away.zookeeper, returned.zookeeper);
    default:
      return assertNever(quorum);
  }
}

function simulatedVoters(
  quorum: KraftQuorum,
  away: ReadonlySet<number>,
  returned: ReadonlySet<number>,
): KraftQuorum {
  const voters = quorum.voters.map((voter) => {
    if (away.has(voter.id)) return { ...voter, behind: undefined };
    return returned.has(voter.id) ? { ...voter, behind: 0 } : voter;
  });
  const leader = away.has(quorum.leader) ? (voters.find(({ id }) => !away.has(id))?.id ?? -1) : quorum.leader;
  return { ...quorum, leader, voters };
}

/** A server that was not seen serving is taken for a voter once it is back, as long as the ensemble lacks voters. */
function simulatedEnsemble(
  ensemble: Ensemble,
  away: ReadonlySet<number>,
  returned: ReadonlySet<number>,
): Ensemble {
  const voters =
    ensemble.counts?.voters ?? ensemble.servers.filter(({ state }) => state !== 'observer').length;
  const up = ensemble.servers.map((server) => {
    if (away.has(server.id)) return { ...server, state: 'silent', reason: 'it is down' } as const;
    return returned.has(server.id) ? back(server) : server;
  });
  const participants = up.filter(({ state }) => state === 'leader' || state === 'follower');
  const leader = participants.find(({ state }) => state === 'leader') ?? participants[0];
  if (leader === undefined || participants.length < Math.floor(voters / 2) + 1) {
    return { ...ensemble, servers: up, counts: undefined };
  }
  return {
    ...ensemble,
    servers: up.map((server) => (server.id === leader.id ? { ...server, state: 'leader' } : server)),
    counts: { voters, syncedFollowers: participants.length - 1 },
  };
}

const back = (server: EnsembleServer): EnsembleServer => ({
  ...server,
  state: server.state === 'observer' ? 'observer' : 'follower',
  reason: '',
});
