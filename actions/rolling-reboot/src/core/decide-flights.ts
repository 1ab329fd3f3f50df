import { formatDuration } from '../../../../lib/core/duration.ts';
import type { Blocker } from './blocker.ts';
import { describeBlocker } from './describe-blocker.ts';
import type { Decision, Setting, Settings } from './decision.ts';
import { gate } from './gate.ts';
import type { Instance } from './node.ts';
import type { Seen } from './observation.ts';
import type { Flight, FlightPhase, Progress } from './progress.ts';
import { stillTakesPart } from './quorum-part.ts';
import { excusedIds, stillSeenBy } from './track.ts';

/** What the nodes in flight need next; undefined when they only have to be waited for. */
export function decideFlights(seen: Seen, progress: Progress, setting: Setting): Decision | undefined {
  const { flights } = progress;
  return (
    haltFallen(flights, seen) ??
    startLeft(flights, seen) ??
    finishReturned(flights, setting.settings) ??
    haltRelapsed(flights) ??
    haltOverdue(seen, progress, setting)
  );
}

/** What the nodes in flight wait for, when none of them needs anything and none other may be stopped. */
export function waitForFlights(seen: Seen, progress: Progress, setting: Setting): Decision {
  return {
    kind: 'wait',
    blockers: blockersOf(seen, progress, setting),
    because: waitingFor(progress.flights),
  };
}

function blockersOf(seen: Seen, progress: Progress, setting: Setting): Blocker[] {
  const blockers = progress.flights.flatMap((flight) => awaited(flight, seen));
  return blockers.length > 0 ? blockers : catchingUp(seen, progress, setting);
}

const WORDS: Readonly<Record<FlightPhase, string>> = {
  stopping: 'to stop',
  leaving: 'to be missed by the cluster',
  starting: 'to start',
  returning: 'to be back in sync',
};

const waitingFor = (flights: readonly Flight[]): string =>
  `waiting for ${flights.map(({ node, phase }) => `${node.name} ${WORDS[phase]}`).join(', ')}`;

const limits = (
  settings: Settings,
): Readonly<Record<FlightPhase, { readonly name: string; readonly after: number }>> => ({
  stopping: { name: 'stop-timeout', after: settings.stopTimeout },
  leaving: { name: 'stop-timeout', after: settings.stopTimeout },
  starting: { name: 'start-timeout', after: settings.startTimeout },
  returning: { name: 'sync-timeout', after: settings.syncTimeout },
});

function haltOverdue(seen: Seen, progress: Progress, setting: Setting): Decision | undefined {
  const limitOf = limits(setting.settings);
  const overdue = progress.flights.find(({ phase, since }) => seen.at - since > limitOf[phase].after);
  if (overdue === undefined) return undefined;
  const limit = limitOf[overdue.phase];
  const facts = blockersOf(seen, progress, setting).slice(0, 3).map(describeBlocker).join('; ');
  const problem = {
    where: `${overdue.node.name} (${overdue.node.instance})`,
    what: `it took longer than ${limit.name} (${formatDuration(limit.after)}) ${WORDS[overdue.phase]}${facts && `: ${facts}`}`,
    fix: `Look at the instance's console and at Kafka's log there; raise ${limit.name} if this is its usual time.`,
  };
  return {
    kind: 'halt',
    problems: [problem],
    because: `${overdue.node.name} took too long ${WORDS[overdue.phase]}`,
  };
}

/** A node that was starting or already running and is stopped again: EC2 gave up on it, or somebody stopped it. */
const fellBack = (flight: Flight, seen: Seen): boolean =>
  (flight.phase === 'returning' || (flight.phase === 'starting' && flight.seenStarting)) &&
  instanceOf(flight, seen)?.state === 'stopped';

function haltFallen(flights: readonly Flight[], seen: Seen): Decision | undefined {
  const fallen = flights.find((flight) => fellBack(flight, seen));
  if (fallen === undefined) return undefined;
  const { node } = fallen;
  const reason = instanceOf(fallen, seen)?.stateReason ?? '';
  const problem = {
    where: `${node.name} (${node.instance})`,
    what: `it went back to stopped after its start: ${reason || 'EC2 gives no reason'}`,
    fix: 'Mend what EC2 names (a volume, a key, capacity), then run again: it is started before anything else.',
  };
  return { kind: 'halt', problems: [problem], because: `${node.name} did not stay up` };
}

function startLeft(flights: readonly Flight[], seen: Seen): Decision | undefined {
  const left = flights.filter((flight) => flight.phase === 'leaving' && awaited(flight, seen).length === 0);
  if (left.length === 0) return undefined;
  const nodes = left.map(({ node }) => node);
  const names = nodes.map(({ name }) => name).join(', ');
  return {
    kind: 'start',
    nodes,
    because: left.every((flight) => leaveBlockers(flight, seen).length === 0)
      ? `the cluster saw ${names} leave`
      : `nobody can say whether ${names} left, and a start is never unsafe`,
  };
}

function finishReturned(flights: readonly Flight[], { stabilityChecks }: Settings): Decision | undefined {
  const returned = flights.filter(({ goodReadings }) => goodReadings >= stabilityChecks);
  if (returned.length === 0) return undefined;
  return {
    kind: 'finish',
    flights: returned,
    because: `all was well in ${String(stabilityChecks)} readings in a row`,
  };
}

/** A replica that is in sync, falls behind and is in sync again is on a disk or a network that fails. */
const MOST_RELAPSES = 3;

function haltRelapsed(flights: readonly Flight[]): Decision | undefined {
  const flapping = flights.find(({ relapses }) => relapses >= MOST_RELAPSES);
  if (flapping === undefined) return undefined;
  const { name, instance } = flapping.node;
  const problem = {
    where: `${name} (${instance})`,
    what: `it was in sync and fell behind again ${String(MOST_RELAPSES)} times`,
    fix: 'Look at its disks and its network; run again when it stays in sync.',
  };
  return { kind: 'halt', problems: [problem], because: `${name} does not stay in sync` };
}

const instanceOf = (flight: Flight, seen: Seen): Instance | undefined =>
  seen.instances.find(({ id }) => id === flight.node.instance);

/** What a flight waits for in its phase; a returning one waits for the whole cluster, which is asked once for all. */
function awaited(flight: Flight, seen: Seen): Blocker[] {
  switch (flight.phase) {
    case 'stopping':
      return awaitedState(flight, seen, 'stopped');
    case 'leaving':
      return awaitedLeave(flight, seen);
    case 'starting':
      return awaitedState(flight, seen, 'running');
    case 'returning':
      return [];
  }
}

function awaitedState(flight: Flight, seen: Seen, wanted: 'stopped' | 'running'): Blocker[] {
  const instance = instanceOf(flight, seen);
  const node = flight.node.name;
  if (instance === undefined) return [{ kind: 'instance-missing', node }];
  return instance.state === wanted ? [] : [{ kind: 'instance-state', node, state: instance.state, wanted }];
}

/**
 * A crash is seen after the broker's session, 9 s by default, and some more. On ZooKeeper the session lasts 18 s, and a
 * broker that starts while its old session lives ends at once (NodeExists), so that one is waited for. Milliseconds.
 */
const LEAVES_WITHIN = { kraft: 20_000, zookeeper: 60_000 } as const;

/**
 * A crash is invisible for 9 to 13 seconds: a node that is only stopped has not left yet. Nobody to ask is no proof;
 * but neither a silent broker nor a cluster that cannot answer keeps our own node down for long.
 */
function awaitedLeave(flight: Flight, seen: Seen): Blocker[] {
  const kind = seen.quorum.known ? seen.quorum.value.kind : 'kraft';
  return seen.at - flight.since > LEAVES_WITHIN[kind] ? [] : leaveBlockers(flight, seen);
}

function leaveBlockers({ node }: Flight, seen: Seen): Blocker[] {
  const stays = stillTakesPart(node, seen);
  if (node.zookeeper) return stays ? [{ kind: 'still-answering', server: node.id }] : [];
  if (seen.views.length === 0)
    return [{ kind: 'nobody-answers', reason: seen.silent[0]?.reason ?? 'no broker is known' }];
  const observers = stillSeenBy(node, seen);
  if (observers.length > 0) return [{ kind: 'still-registered', broker: node.id, observers }];
  return stays ? [{ kind: 'still-voting', voter: node.id }] : [];
}

/** The gate as it stands for the first that returns: the others in flight are excused, it is not. */
function catchingUp(seen: Seen, progress: Progress, { nodes, settings }: Setting): Blocker[] {
  const [first] = progress.flights;
  const others = progress.flights.filter((flight) => flight !== first);
  const blockers = gate(
    seen,
    nodes,
    excusedIds(nodes, { ...progress, flights: others }, settings.allowances),
  );
  if (blockers.length > 0) return blockers;
  return [{ kind: 'not-stable', readings: first?.goodReadings ?? 0, wanted: settings.stabilityChecks }];
}
