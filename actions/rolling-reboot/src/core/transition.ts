/** How progress changes when a decision was carried out; shared by the real cycle and the simulated one. Pure. */
import type { RestartBy } from './decision.ts';
import type { KafkaNode } from './node.ts';
import type { Cycle, FinishedNode, Flight, Progress } from './progress.ts';
import { enterPhase } from './track.ts';

export const opened = (progress: Progress, cycle: Cycle, finished: readonly FinishedNode[]): Progress => ({
  ...progress,
  cycle,
  finished,
});

/** When a stop was asked for, and the instance's LaunchTime until then; milliseconds since the epoch. */
export interface StopMoment {
  readonly at: number;
  readonly launchTime: number;
  readonly by: RestartBy;
}

export function stopRequested(progress: Progress, node: KafkaNode, moment: StopMoment): Progress {
  const { at, launchTime, by } = moment;
  const phase = by === 'reboot' ? 'rebooting' : 'stopping';
  const flight = { ...newFlight(node, 'restart', at), phase, launchedBefore: launchTime } as const;
  return { ...progress, drops: new Map(), flights: [...progress.flights, flight] };
}

/** A stop that was announced is not made: the cluster has to be well anew before the next one. */
export function dropped(progress: Progress, { name }: KafkaNode, reason: string): Progress {
  const times = (progress.drops.get(name)?.times ?? 0) + 1;
  return { ...progress, goodReadings: 0, drops: new Map([...progress.drops, [name, { times, reason }]]) };
}

/** Nodes of this run's own flights enter their next phase; others begin a flight of recovery. */
export function startRequested(progress: Progress, nodes: readonly KafkaNode[], at: number): Progress {
  const names = new Set(nodes.map(({ name }) => name));
  const flying = new Set(progress.flights.map(({ node }) => node.name));
  const continued = progress.flights.map((flight) =>
    names.has(flight.node.name) ? startFlight(flight, at) : flight,
  );
  const recovered = nodes
    .filter(({ name }) => !flying.has(name))
    .map((node) => enterPhase(newFlight(node, 'recover', at), 'starting', at));
  const goodReadings = recovered.length > 0 ? 0 : progress.goodReadings;
  return { ...progress, goodReadings, flights: [...continued, ...recovered] };
}

/** The cluster saw these leave: from now on they are waited for. */
export function leftSeen(progress: Progress, flights: readonly Flight[], at: number): Progress {
  const left = new Set(flights.map(({ node }) => node.name));
  return {
    ...progress,
    flights: progress.flights.map((flight) =>
      left.has(flight.node.name) ? enterPhase(flight, 'returning', at) : flight,
    ),
  };
}

export function finished(progress: Progress, flights: readonly Flight[], at: number): Progress {
  const done = new Set(flights.map(({ node }) => node.name));
  const results = (purpose: Flight['purpose']): FinishedNode[] =>
    flights.filter((flight) => flight.purpose === purpose).map((flight) => landed(flight, at));
  return {
    ...progress,
    flights: progress.flights.filter(({ node }) => !done.has(node.name)),
    finished: [...progress.finished, ...results('restart')],
    recovered: [...progress.recovered, ...results('recover')],
    announced: withoutNodes(progress.announced, results('restart')),
  };
}

/** What became of a stop that an earlier run announced is known now: the node is finished by it, or may be stopped. */
export const settledLate = (
  progress: Progress,
  { name }: KafkaNode,
  done: readonly FinishedNode[],
): Progress => ({
  ...progress,
  finished: [...progress.finished, ...done],
  announced: withoutNodes(progress.announced, [{ node: name }]),
});

/** The ledger says now what became of these: when somebody stops them later it is not our doing. */
export function withoutNodes(
  announced: Progress['announced'],
  settled: readonly Pick<FinishedNode, 'node'>[],
): Progress['announced'] {
  const names = new Set(settled.map(({ node }) => node));
  return new Set([...announced].filter((name) => !names.has(name)));
}

const startFlight = (flight: Flight, at: number): Flight =>
  enterPhase({ ...flight, times: { ...flight.times, left: at } }, 'starting', at);

const newFlight = (node: KafkaNode, purpose: Flight['purpose'], at: number): Flight => ({
  node,
  purpose,
  phase: 'stopping',
  since: at,
  seenStarting: false,
  uncleanBy: [],
  launchedBefore: undefined,
  goodReadings: 0,
  relapses: 0,
  times: purpose === 'restart' ? { stopRequested: at } : {},
  underReplicatedPeak: 0,
});

const landed = (flight: Flight, at: number): FinishedNode => ({
  node: flight.node.name,
  by: 'this-run',
  times: { ...flight.times, restarted: at },
  underReplicatedPeak: flight.underReplicatedPeak,
});
