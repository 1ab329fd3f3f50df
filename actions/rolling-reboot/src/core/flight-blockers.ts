/** What each node in flight waits for in its phase. Pure. */
import type { Blocker } from './blocker.ts';
import type { Setting } from './decision.ts';
import { gate } from './gate.ts';
import { instancesAway } from './instances-away.ts';
import type { Instance, InstanceState } from './node.ts';
import type { Seen } from './observation.ts';
import type { Flight, Progress } from './progress.ts';
import { stillTakesPart } from './quorum-part.ts';
import { excusedIds, stillSeenBy } from './track.ts';

/** Of the nodes in flight each in its own phase; where all are returning, what keeps the cluster from being well. */
export function awaitedByFlights(seen: Seen, progress: Progress, setting: Setting): Blocker[] {
  const blockers = progress.flights.flatMap((flight) => awaited(flight, seen));
  return blockers.length > 0 ? blockers : catchingUp(seen, progress, setting);
}

export const instanceOf = (flight: Flight, seen: Seen): Instance | undefined =>
  seen.instances.find(({ id }) => id === flight.node.instance);

/** What a flight waits for in its phase; a returning one waits for the whole cluster, which is asked once for all. */
export function awaited(flight: Flight, seen: Seen): Blocker[] {
  switch (flight.phase) {
    case 'stopping':
      return awaitedState(flight, seen, 'stopped');
    case 'leaving':
      return awaitedLeave(flight, seen);
    case 'starting':
      return awaitedState(flight, seen, 'running');
    case 'rebooting':
      return awaitedReboot(flight, seen);
    case 'returning':
      return [];
  }
}

function awaitedState(flight: Flight, seen: Seen, wanted: InstanceState): Blocker[] {
  const instance = instanceOf(flight, seen);
  const node = flight.node.name;
  if (instance === undefined) return [{ kind: 'instance-missing', node }];
  return instance.state === wanted ? [] : [{ kind: 'instance-state', node, state: instance.state, wanted }];
}

/** Unlike a stop, a reboot is not taken for granted after a while: the cluster must see the node leave. */
function awaitedReboot(flight: Flight, seen: Seen): Blocker[] {
  const state = awaitedState(flight, seen, 'running');
  return state.length > 0 ? state : leaveBlockers(flight, seen);
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

export function leaveBlockers({ node }: Flight, seen: Seen): Blocker[] {
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
  // An instance that somebody else stopped is the cause of all that its broker lacks.
  const causes = instancesAway(seen, nodes, progress.flights);
  if (causes.length + blockers.length > 0) return [...causes, ...blockers];
  return [{ kind: 'not-stable', readings: first?.goodReadings ?? 0, wanted: settings.stabilityChecks }];
}
