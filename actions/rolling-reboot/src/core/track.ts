/** Moves each flight on by what was seen: the only place where time and phases advance. Pure. */
import { gate, isCaughtUp } from './gate.ts';
import { startable } from './discover.ts';
import { clusterState, underReplicated } from './cluster-state.ts';
import type { Instance, KafkaNode } from './node.ts';
import type { Seen } from './observation.ts';
import type { Flight, FlightPhase, Progress, StepTimes } from './progress.ts';

export function track(progress: Progress, seen: Seen, nodes: readonly KafkaNode[]): Progress {
  const flights = progress.flights.map((flight) => advance(flight, seen));
  const well = isWell(seen, nodes, flights);
  // The cluster is well without a node that is down, too: only what was read after the return proves the return.
  const complete = flights.every(({ phase }) => phase === 'returning');
  return {
    ...progress,
    flights: well ? flights.map((flight) => markBack(flight, seen.at)) : flights,
    goodReadings: well && complete ? progress.goodReadings + 1 : 0,
    unwellSince: well || flights.length > 0 ? undefined : (progress.unwellSince ?? seen.at),
  };
}

/** Without a flight, an instance that does not run is not well either, whatever Kafka says. */
const isWell = (seen: Seen, nodes: readonly KafkaNode[], flights: readonly Flight[]): boolean =>
  gate(seen, nodes, downIds(nodes, flights)).length === 0 && (flights.length > 0 || allRun(nodes, seen));

function allRun(nodes: readonly KafkaNode[], seen: Seen): boolean {
  const states = new Map(seen.instances.map(({ id, state }) => [id, state]));
  return startable(nodes).every(({ instance }) => states.get(instance) === 'running');
}

/** Parked nodes and those whose broker is not expected to answer yet. */
export function downIds(nodes: readonly KafkaNode[], flights: readonly Flight[]): ReadonlySet<number> {
  const away = flights.filter(({ phase }) => phase !== 'returning').map(({ node }) => node.id);
  return new Set([...nodes.filter(({ parked }) => parked).map(({ id }) => id), ...away]);
}

function advance(flight: Flight, seen: Seen): Flight {
  const peak = Math.max(flight.underReplicatedPeak, underReplicated(clusterState(seen), new Set()).length);
  const watched = { ...flight, underReplicatedPeak: peak };
  const instance = seen.instances.find(({ id }) => id === flight.node.instance);
  if (instance === undefined) return watched;
  switch (flight.phase) {
    case 'stopping':
      return instance.state === 'stopped' ? enterPhase(watched, 'leaving', seen.at) : watched;
    case 'leaving':
      return watched;
    case 'starting':
      return advanceStarting(watched, instance, seen.at);
    case 'returning':
      return watched;
  }
}

function advanceStarting(flight: Flight, instance: Instance, at: number): Flight {
  if (instance.state === 'running') return enterPhase(flight, 'returning', at);
  return instance.state === 'pending' ? { ...flight, seenStarting: true } : flight;
}

/** The step that each phase begins with. */
const FIRST_STEP = {
  stopping: 'stopRequested',
  leaving: 'stopped',
  starting: 'startRequested',
  returning: 'running',
} as const satisfies Record<FlightPhase, keyof StepTimes>;

/** The flight at the beginning of a phase; `at` in milliseconds since the epoch. */
export const enterPhase = (flight: Flight, phase: FlightPhase, at: number): Flight => ({
  ...flight,
  phase,
  since: at,
  times: { ...flight.times, [FIRST_STEP[phase]]: at },
});

const markBack = (flight: Flight, at: number): Flight =>
  flight.phase === 'returning' && flight.times.back === undefined
    ? { ...flight, times: { ...flight.times, back: at } }
    : flight;

/** The observers that still take the node for a member: empty when the cluster itself saw it leave. */
export function stillSeenBy(node: KafkaNode, seen: Seen): number[] {
  return seen.views.filter(({ registered }) => registered.includes(node.id)).map(({ observer }) => observer);
}

/** A controller has left when the quorum no longer takes it for caught up. */
export function stillVotes(node: KafkaNode, seen: Seen): boolean {
  if (!node.controller || node.broker) return false;
  if (!seen.quorum.known) return true;
  const voter = seen.quorum.value.voters.find(({ id }) => id === node.id);
  return voter !== undefined && isCaughtUp(voter.behind);
}
