import { haltOverdue } from './decide-overdue.ts';
import { stoppedNodes } from './decide-recovery.ts';
import type { Decision, Setting, Settings } from './decision.ts';
import { awaited, awaitedByFlights, instanceOf, leaveBlockers } from './flight-blockers.ts';
import type { Seen } from './observation.ts';
import { isParked } from './parked.ts';
import { WAITS } from './phase-waits.ts';
import type { Flight, Progress } from './progress.ts';

/** What the nodes in flight need next; undefined when they only have to be waited for. */
export function decideFlights(seen: Seen, progress: Progress, setting: Setting): Decision | undefined {
  const { flights } = progress;
  return (
    haltFallen(flights, seen) ??
    startLeft(flights, seen) ??
    noteLeft(flights) ??
    finishReturned(flights, setting.settings) ??
    haltRelapsed(flights) ??
    startFallen(seen, progress, setting) ??
    haltOverdue(seen, progress, setting)
  );
}

/** What the nodes in flight wait for, when none of them needs anything and none other may be stopped. */
export function waitForFlights(seen: Seen, progress: Progress, setting: Setting): Decision {
  return {
    kind: 'wait',
    blockers: awaitedByFlights(seen, progress, setting),
    because: waitingFor(progress.flights),
  };
}

const waitingFor = (flights: readonly Flight[]): string =>
  `for ${flights.map(({ node, phase }) => `${node.name} ${WAITS[phase]}`).join(', ')}`;

/** It was starting or already running: stopped again means that EC2 gave up on it, or that somebody stopped it. */
const hadStarted = ({ phase, seenStarting }: Flight): boolean =>
  phase === 'returning' || (phase === 'starting' && seenStarting);

function haltFallen(flights: readonly Flight[], { instances }: Seen): Decision | undefined {
  const stopped = instances.filter(({ state }) => state === 'stopped');
  const [fallen] = flights.filter(hadStarted).flatMap(({ node }) => {
    const own = stopped.filter(({ id }) => id === node.instance);
    return own.map(({ stateReason }) => ({ node, reason: stateReason }));
  });
  if (fallen === undefined) return undefined;
  const { node, reason } = fallen;
  const problem = {
    where: `${node.name} (${node.instance})`,
    what: `it went back to stopped after its start: ${reason || 'EC2 gives no reason'}`,
    fix: 'Mend what EC2 names (a volume, a key, capacity), then run again: it is started before anything else.',
  };
  return { kind: 'halt', problems: [problem], because: `${node.name} did not stay up` };
}

function startLeft(flights: readonly Flight[], seen: Seen): Decision | undefined {
  const left = flights.filter(
    (flight) => flight.phase === 'leaving' && awaited(flight, seen).length === 0 && !wasParked(flight, seen),
  );
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

function noteLeft(flights: readonly Flight[]): Decision | undefined {
  const left = flights.filter(({ phase, times }) => phase === 'rebooting' && times.left !== undefined);
  return left.length === 0
    ? undefined
    : { kind: 'left', flights: left, because: 'the cluster saw it leave, and waits for its return' };
}

/** The operator parked it while it was down: it is never started, and the cycle halts when its time is over. */
function wasParked(flight: Flight, seen: Seen): boolean {
  const instance = instanceOf(flight, seen);
  return instance !== undefined && isParked(instance);
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

/** Somebody else stopped it meanwhile: it is brought back as soon as no node of ours is down any more. */
function startFallen(seen: Seen, progress: Progress, setting: Setting): Decision | undefined {
  if (progress.flights.some(({ phase }) => phase !== 'returning')) return undefined;
  const nodes = progress.flights.length === 0 ? [] : stoppedNodes(seen, progress, setting);
  if (nodes.length === 0) return undefined;
  const names = nodes.map(({ name }) => name).join(', ');
  return {
    kind: 'start',
    nodes,
    because: `somebody else stopped ${names}, and this run's own nodes run again`,
  };
}

/** A replica that is in sync, falls behind and is in sync again is on a disk or a network that fails. */
export const MOST_RELAPSES = 3;

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
