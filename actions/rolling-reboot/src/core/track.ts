/** Moves each flight on by what was seen: the only place where time and phases advance. Pure. */
import { type Absence, isProved, noteAbsences } from './absence.ts';
import { gate } from './gate.ts';
import { type Down, idsOf } from './down.ts';
import { clusterState } from './cluster-state.ts';
import { instancesAway } from './instances-away.ts';
import { lacks } from './partition-catalog.ts';
import type { Instance, KafkaNode } from './node.ts';
import type { Seen } from './observation.ts';
import { quorumWasLost } from './quorum-lost.ts';
import type { Flight, FlightPhase, Progress, StepTimes } from './progress.ts';
import type { Allowances } from './allowances.ts';
import { hasItsPart } from './quorum-part.ts';
import type { Setting, Settings } from './decision.ts';

export function track(progress: Progress, seen: Seen, { nodes, settings }: Setting): Progress {
  const missing = progress.flights.length > 0 ? clusterState(seen).lacking : 0;
  const absences = noteAbsences(progress.absences, seen, nodes);
  const flights = progress.flights.map((flight) => {
    const underReplicatedPeak = Math.max(flight.underReplicatedPeak, missing);
    return advance({ ...flight, underReplicatedPeak }, seen, absences.get(flight.node.name));
  });
  const excused = excusedIds(nodes, { ...progress, flights }, settings.allowances);
  const well = gate(seen, nodes, excused).length + instancesAway(seen, nodes, flights).length === 0;
  return {
    ...progress,
    quorumWasLost: quorumWasLost(progress, nodes, seen),
    absences,
    lastAway: noteAway(progress.lastAway, absences),
    flights: flights.map((flight) => judgeReturn(flight, seen, well)),
    goodReadings: well ? progress.goodReadings + 1 : 0,
    relapses: relapsesOf(progress, well, settings),
    unwellSince: well || flights.length > 0 ? undefined : (progress.unwellSince ?? seen.at),
  };
}

/** A node in flight has its own. */
function relapsesOf(
  { flights, goodReadings, relapses }: Progress,
  well: boolean,
  { stabilityChecks }: Settings,
): number {
  if (flights.length > 0) return 0;
  if (!well) return goodReadings > 0 ? relapses + 1 : relapses;
  return goodReadings + 1 >= stabilityChecks ? 0 : relapses;
}

function noteAway(before: Progress['lastAway'], absences: Progress['absences']): Progress['lastAway'] {
  const away = [...absences].filter(([, absence]) => isProved(absence));
  return away.length === 0
    ? before
    : new Map([...before, ...away.map(([name, { since }]) => [name, since] as const)]);
}

/** Parked nodes and those whose broker is not expected to answer yet. */
export function awayIds(nodes: readonly KafkaNode[], flights: readonly Flight[]): Down {
  const away = flights.filter(({ phase }) => phase !== 'returning').map(({ node }) => node);
  return idsOf([...parkedNodes(nodes), ...away]);
}

export const parkedIds = (nodes: readonly KafkaNode[]): Down => idsOf(parkedNodes(nodes));

const parkedNodes = (nodes: readonly KafkaNode[]): KafkaNode[] => nodes.filter(({ parked }) => parked);

/** Who may be missing while the cluster is well: parked nodes, all in flight, and the one to repair until it is done. */
export function excusedIds(
  nodes: readonly KafkaNode[],
  progress: Pick<Progress, 'flights' | 'finished'>,
  { repair }: Allowances,
): Down {
  const repaired = progress.finished.some(({ node }) => node === repair);
  const ailing = repaired ? [] : nodes.filter(({ name }) => name === repair);
  return idsOf([...parkedNodes(nodes), ...progress.flights.map(({ node }) => node), ...ailing]);
}

/** Only what is read after the return proves the return: a cluster is well without a node that is down, too. */
function judgeReturn(flight: Flight, seen: Seen, well: boolean): Flight {
  if (flight.phase !== 'returning') return flight;
  if (!well || !isBack(flight.node, seen)) {
    const relapses = flight.goodReadings > 0 ? flight.relapses + 1 : flight.relapses;
    return { ...flight, goodReadings: 0, relapses };
  }
  const times = { ...flight.times, back: flight.times.back ?? seen.at };
  return { ...flight, goodReadings: flight.goodReadings + 1, times };
}

/** Registered in every view, answering, in sync for all its partitions, and caught up if it is a voter. */
export function isBack(node: KafkaNode, seen: Seen): boolean {
  const state = clusterState(seen);
  const answers = !seen.silent.some(({ observer }) => observer === node.id);
  const serves = !node.broker || (state.registered.has(node.id) && answers && !lacks(state, node.id));
  return serves && hasItsPart(node, seen);
}

function advance(flight: Flight, seen: Seen, absence: Absence | undefined): Flight {
  const instance = seen.instances.find(({ id }) => id === flight.node.instance);
  if (instance === undefined) return flight;
  switch (flight.phase) {
    case 'stopping':
      return advanceStopping(flight, instance, seen);
    case 'starting':
      return advanceStarting(flight, instance, seen.at);
    case 'rebooting':
      return advanceRebooting(flight, instance, { at: seen.at, absence });
    case 'leaving':
    case 'returning':
      return flight;
  }
}

/**
 * A broker that shuts down leaves the cluster before its instance is off: EC2 ends after some minutes what does not.
 * Between two looks somebody else may have started it again: a new LaunchTime says that it was stopped.
 */
function advanceStopping(flight: Flight, instance: Instance, seen: Seen): Flight {
  if (instance.state === 'stopped') {
    return {
      ...enterPhase(flight, 'leaving', seen.at),
      uncleanBy: flight.node.broker ? seenByAll(flight.node, seen) : [],
    };
  }
  const relaunched = isRelaunched(flight, instance) && instance.state === 'running';
  return relaunched ? enterPhase(flight, 'returning', seen.at) : flight;
}

const isRelaunched = ({ launchedBefore }: Flight, { launchTime }: Instance): boolean =>
  launchedBefore !== undefined && launchTime > launchedBefore;

/**
 * EC2 says `running` before, during and after a reboot, and keeps the LaunchTime: what proves it is that the cluster
 * saw the node leave. An instance that stopped instead is started as after a stop; one that was started anew has booted.
 */
function advanceRebooting(flight: Flight, instance: Instance, { at, absence }: Leave): Flight {
  if (instance.state === 'stopped') return enterPhase(flight, 'leaving', at);
  const left = isRelaunched(flight, instance) || hasLeft(flight, absence);
  if (instance.state !== 'running' || !left) return flight;
  return { ...flight, times: { ...flight.times, left: flight.times.left ?? at } };
}

interface Leave {
  readonly at: number;
  readonly absence: Absence | undefined;
}

/** A node that was away already when its reboot was asked for has not left for it. */
const hasLeft = ({ since }: Flight, absence: Absence | undefined): boolean =>
  absence !== undefined && absence.since >= since && isProved(absence);

function advanceStarting(flight: Flight, instance: Instance, at: number): Flight {
  if (instance.state === 'running') return enterPhase(flight, 'returning', at);
  return instance.state === 'pending' ? { ...flight, seenStarting: true } : flight;
}

/** The step that each phase begins with. */
const FIRST_STEP = {
  stopping: 'stopRequested',
  leaving: 'stopped',
  starting: 'startRequested',
  rebooting: 'stopRequested',
  returning: 'running',
} as const satisfies Record<FlightPhase, keyof StepTimes>;

/** The flight at the beginning of a phase; `at` in milliseconds since the epoch. */
export const enterPhase = (flight: Flight, phase: FlightPhase, at: number): Flight => ({
  ...flight,
  phase,
  since: at,
  times: { ...flight.times, [FIRST_STEP[phase]]: at },
});

/** The observers that still take the node for a member: empty when the cluster itself saw it leave. */
export function stillSeenBy(node: KafkaNode, seen: Seen): number[] {
  return seen.views.filter(({ registered }) => registered.includes(node.id)).map(({ observer }) => observer);
}

/** The same where all who answer agree: one of them may be behind, and a broker that shut down leaves all. */
function seenByAll(node: KafkaNode, seen: Seen): number[] {
  const observers = stillSeenBy(node, seen);
  return observers.length === seen.views.length ? observers : [];
}
