import { formatDuration } from '../../../../lib/core/duration.ts';
import type { Blocker } from './blocker.ts';
import { describeBlocker } from './describe-blocker.ts';
import type { Decision, Setting, Settings } from './decision.ts';
import { gate } from './gate.ts';
import type { Instance } from './node.ts';
import type { Seen } from './observation.ts';
import type { Flight, FlightPhase, Progress } from './progress.ts';
import { downIds, stillSeenBy, stillVotes } from './track.ts';

/** What the nodes in flight need next; undefined when there are none. */
export function decideFlights(seen: Seen, progress: Progress, setting: Setting): Decision | undefined {
  const { flights } = progress;
  if (flights.length === 0) return undefined;
  const blockers = flights.flatMap((flight) => awaited(flight, seen));
  return (
    haltFallen(flights, seen) ??
    startLeft(flights, seen) ??
    finishReturned(progress, setting.settings) ??
    haltOverdue(flights, seen, { blockers, settings: setting.settings }) ?? {
      kind: 'wait',
      blockers: blockers.length > 0 ? blockers : catchingUp(seen, progress, setting),
      because: waitingFor(flights),
    }
  );
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

interface Halting {
  readonly blockers: readonly Blocker[];
  readonly settings: Settings;
}

function haltOverdue(
  flights: readonly Flight[],
  seen: Seen,
  { blockers, settings }: Halting,
): Decision | undefined {
  const overdue = flights.find(({ phase, since }) => seen.at - since > limits(settings)[phase].after);
  if (overdue === undefined) return undefined;
  const limit = limits(settings)[overdue.phase];
  const facts = blockers.map(describeBlocker).join('; ');
  const problem = {
    where: `${overdue.node.name} (${overdue.node.instance})`,
    what: `it took longer than ${limit.name} (${formatDuration(limit.after)}) ${WORDS[overdue.phase]}${facts && `: ${facts}`}`,
    fix: `Look at the instance's console and at Kafka's log there; raise ${limit.name} if this is its usual time.`,
  };
  return {
    kind: 'halt',
    problems: [problem],
    because: `${overdue.node.name} did not come ${WORDS[overdue.phase]} in time`,
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
  return {
    kind: 'start',
    nodes,
    because: `the cluster saw ${nodes.map(({ name }) => name).join(', ')} leave`,
  };
}

function finishReturned({ flights, goodReadings }: Progress, settings: Settings): Decision | undefined {
  if (!flights.every(({ phase }) => phase === 'returning') || goodReadings < settings.stabilityChecks)
    return undefined;
  return { kind: 'finish', flights, because: `all was well in ${String(goodReadings)} readings in a row` };
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
 * A crash is invisible for 9 to 13 seconds: a node that is only stopped has not left yet. Nobody to ask is no proof;
 * but one silent broker among others is no reason to keep our own node down any longer.
 */
function awaitedLeave({ node }: Flight, seen: Seen): Blocker[] {
  if (seen.views.length === 0)
    return [{ kind: 'nobody-answers', reason: seen.silent[0]?.reason ?? 'no broker is known' }];
  const observers = stillSeenBy(node, seen);
  if (observers.length > 0) return [{ kind: 'still-registered', broker: node.id, observers }];
  return stillVotes(node, seen) ? [{ kind: 'still-voting', voter: node.id }] : [];
}

function catchingUp(seen: Seen, progress: Progress, setting: Setting): Blocker[] {
  const blockers = gate(seen, setting.nodes, downIds(setting.nodes, progress.flights));
  if (blockers.length > 0) return blockers;
  return [{ kind: 'not-stable', readings: progress.goodReadings, wanted: setting.settings.stabilityChecks }];
}
