import type { EnsembleFault, MembershipClaim } from './ensemble-fault.ts';
import type { PlacedSight, ServerAnswer, ServerFacts } from './server-sight.ts';
import type { EnsembleCounts, EnsembleServer } from './observation.ts';

/** What does not fit together in what the servers, their addresses and the instances' tags say. */
export function ensembleFaults(
  servers: readonly EnsembleServer[],
  placed: readonly PlacedSight[],
  counts: EnsembleCounts | undefined,
): EnsembleFault[] {
  return [
    ...placed.flatMap((each) => placeFaults(each, servers)),
    ...repeated(placed),
    ...missing(servers, placed),
    ...leadershipFaults(servers, placed, counts),
    ...membershipFaults(servers, placed, counts),
  ];
}

function placeFaults(
  { sight, id, tagged }: PlacedSight,
  servers: readonly EnsembleServer[],
): EnsembleFault[] {
  const { address, answer } = sight;
  if (id === undefined) return answer.kind === 'serves' ? [{ kind: 'unplaced-server', address }] : [];
  if (!servers.some((server) => server.id === id)) return [{ kind: 'unknown-server', address, server: id }];
  if (tagged !== undefined && tagged !== id) return [{ kind: 'misplaced-server', address, says: id, tagged }];
  return servers.length > 1 && standsAlone(answer) ? [{ kind: 'lone-server', server: id }] : [];
}

const standsAlone = (answer: ServerAnswer): boolean =>
  answer.kind === 'serves' && answer.server.mode === 'standalone';

function repeated(placed: readonly PlacedSight[]): EnsembleFault[] {
  return [...Map.groupBy(placed, ({ id }) => id)].flatMap(([server, sights]): EnsembleFault[] => {
    if (server === undefined || sights.length === 1) return [];
    return [{ kind: 'server-twice', server, addresses: sights.map(({ sight }) => sight.address) }];
  });
}

/** Every address needs an instance, and every instance an address: what nobody says is counted. */
function missing(servers: readonly EnsembleServer[], placed: readonly PlacedSight[]): EnsembleFault[] {
  const unplaced = placed.filter(({ id }) => id === undefined);
  const unseen = servers.filter(({ id }) => !placed.some((each) => each.id === id));
  const addresses = unplaced.map(({ sight }) => sight.address);
  if (unplaced.length > unseen.length) return [{ kind: 'spare-addresses', addresses }];
  return unplaced.length === unseen.length
    ? []
    : unseen.map(({ id }) => ({ kind: 'no-address', server: id }));
}

function leadershipFaults(
  servers: readonly EnsembleServer[],
  placed: readonly PlacedSight[],
  counts: EnsembleCounts | undefined,
): EnsembleFault[] {
  const leaders = servers.filter(({ state }) => state === 'leader').map(({ id }) => id);
  const [leader, ...others] = leaders;
  if (leader === undefined) return [];
  if (others.length > 0) return [{ kind: 'two-leaders', servers: leaders }];
  if (counts !== undefined) return [];
  const reason = factsOf(placed).find(({ id }) => id === leader)?.facts.uncounted;
  return [{ kind: 'uncounted', server: leader, reason: reason ?? 'its mntr lacks the numbers' }];
}

interface Facts {
  readonly id: number;
  readonly facts: ServerFacts;
}

const factsOf = (placed: readonly PlacedSight[]): Facts[] =>
  placed.flatMap(({ id, sight: { answer } }) =>
    id !== undefined && answer.kind === 'serves' ? [{ id, facts: answer.server }] : [],
  );

function membershipFaults(
  servers: readonly EnsembleServer[],
  placed: readonly PlacedSight[],
  counts: EnsembleCounts | undefined,
): EnsembleFault[] {
  const facts = factsOf(placed);
  const strangers = new Set(facts.flatMap((each) => each.facts.voterIds ?? []));
  for (const { id } of servers) strangers.delete(id);
  if (strangers.size > 0) return [{ kind: 'voters-without-instance', voters: [...strangers] }];
  const instances = servers.filter(({ state }) => state !== 'observer').length;
  if (counts !== undefined && counts.voters > instances) {
    return [{ kind: 'too-many-voters', voters: counts.voters, instances }];
  }
  return [...disagreement(namedClaims(facts)), ...disagreement(countClaims(facts))].slice(0, 1);
}

const namedClaims = (facts: readonly Facts[]): MembershipClaim[] =>
  facts.flatMap(({ id, facts: { voterIds } }) =>
    voterIds === undefined ? [] : [{ server: id, says: voterIds.toSorted((a, b) => a - b).join(', ') }],
  );

const countClaims = (facts: readonly Facts[]): MembershipClaim[] =>
  facts.flatMap(({ id, facts: { voters } }) =>
    voters === undefined ? [] : [{ server: id, says: `${String(voters)} voters` }],
  );

function disagreement([one, ...others]: readonly MembershipClaim[]): EnsembleFault[] {
  const other = others.find(({ says }) => says !== one?.says);
  return one === undefined || other === undefined ? [] : [{ kind: 'memberships-disagree', one, other }];
}
