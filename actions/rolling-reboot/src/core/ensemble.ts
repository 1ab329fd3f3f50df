/**
 * A ZooKeeper ensemble as its servers describe it, placed on the nodes that they are.
 *
 * The words that every action needs, `srvr` and `mntr`, do not say a server's id. It comes from `conf` where that word
 * is allowed, or else from the address: the host of zookeeper-connect is, or resolves to, an address of the instance.
 * Whatever cannot be placed is a fault, and a fault forbids every stop.
 */
import { ensembleFaults } from './ensemble-faults.ts';
import type { Instance, KafkaNode } from './node.ts';
import type { Ensemble, EnsembleCounts, EnsembleServer, ServerState } from './observation.ts';
import type { PlacedSight, ServerFacts, ServerSight } from './server-sight.ts';

export function ensembleOf(
  sights: readonly ServerSight[],
  nodes: readonly KafkaNode[],
  instances: readonly Instance[],
): Ensemble {
  const members = nodes.filter(({ zookeeper }) => zookeeper);
  const placed = sights.map((sight) => place(sight, members, instances));
  const servers = members.map(({ id }) => serverOf(id, placed, members.length));
  const counts = countsOf(servers, placed);
  return { kind: 'zookeeper', servers, counts, faults: ensembleFaults(servers, placed, counts) };
}

function place(
  sight: ServerSight,
  members: readonly KafkaNode[],
  instances: readonly Instance[],
): PlacedSight {
  const hosts = sight.hosts.map((host) => host.toLowerCase());
  const there = instances.find(({ addresses }) =>
    addresses.some((address) => hosts.includes(address.toLowerCase())),
  );
  const tagged = members.find(({ instance }) => instance === there?.id)?.id;
  return { sight, id: sight.id ?? tagged, tagged };
}

function serverOf(id: number, placed: readonly PlacedSight[], members: number): EnsembleServer {
  const own = placed.find((each) => each.id === id)?.sight.answer;
  if (own?.kind === 'serves') return { id, state: stateOf(id, own.server, members), reason: '' };
  if (own !== undefined) return { id, state: own.kind, reason: own.reason };
  return unplaced(id, placed);
}

/** It may be any of those that nobody knows: while one of them runs, it cannot be said that this one has left. */
function unplaced(id: number, placed: readonly PlacedSight[]): EnsembleServer {
  const strangers = placed.flatMap(({ id: known, sight }) => (known === undefined ? [sight] : []));
  const state = strangers.some(({ answer }) => answer.kind !== 'silent') ? 'idle' : 'silent';
  const reasons = strangers.map(({ address, answer }) =>
    answer.kind === 'serves' ? `${address} does not say its id` : `${address}: ${answer.reason}`,
  );
  return { id, state, reason: reasons.join('; ') || 'zookeeper-connect does not name it' };
}

function stateOf(id: number, { mode, voterIds }: ServerFacts, members: number): ServerState {
  // One that stands alone is the whole ensemble, or no member of it.
  if (mode === 'standalone') return members === 1 ? 'leader' : 'idle';
  // Since 3.5 a server can follow without a vote, until a reconfiguration gives it one.
  return mode === 'follower' && voterIds?.includes(id) === false ? 'observer' : mode;
}

function countsOf(
  servers: readonly EnsembleServer[],
  placed: readonly PlacedSight[],
): EnsembleCounts | undefined {
  const [leader, ...others] = servers.filter(({ state }) => state === 'leader');
  const answer = leader && placed.find(({ id }) => id === leader.id)?.sight.answer;
  return others.length > 0 || answer?.kind !== 'serves' ? undefined : countsBy(answer.server);
}

function countsBy({ mode, voters, voterIds, syncedFollowers }: ServerFacts): EnsembleCounts | undefined {
  if (mode === 'standalone') return { voters: 1, syncedFollowers: 0 };
  const all = voters ?? voterIds?.length;
  return all === undefined || syncedFollowers === undefined ? undefined : { voters: all, syncedFollowers };
}
