import type { Absences } from './absence.ts';
import type { BrokerId, KafkaNode, NodeName } from './node.ts';
import type { MeasuredSteps } from './step-model.ts';

/** One restart of the whole cluster; it may span several runs of the action. */
export interface Cycle {
  readonly id: string;
  /** Milliseconds since the epoch. */
  readonly openedAt: number;
  readonly resumed: boolean;
  /** What it restarts, settled when it was opened: restarted nodes do not look stale any more. */
  readonly selected: ReadonlySet<NodeName>;
}

/**
 * Where a node in flight is: its instance is stopping -> the cluster has not yet seen it leave -> its instance is
 * starting -> it is coming back, until the whole cluster is well in enough readings in a row. A reboot, whose instance
 * runs all the time, has one phase instead of the first three: it lasts until the cluster saw the node leave.
 */
export type FlightPhase = 'stopping' | 'leaving' | 'starting' | 'rebooting' | 'returning';

/** When each step of a node's restart happened, in milliseconds since the epoch. */
export interface StepTimes {
  readonly stopRequested?: number;
  readonly stopped?: number;
  readonly left?: number;
  readonly startRequested?: number;
  readonly running?: number;
  readonly back?: number;
  readonly restarted?: number;
}

export interface Flight {
  readonly node: KafkaNode;
  /** `restart`: this run stopped it. `recover`: it was found stopped and only started. */
  readonly purpose: 'restart' | 'recover';
  readonly phase: FlightPhase;
  /** When the phase began, in milliseconds since the epoch. */
  readonly since: number;
  /** The LaunchTime that the stop is going to end; undefined when this run did not stop it. */
  readonly launchedBefore: number | undefined;
  /** EC2 showed it pending or running since the start was asked for. */
  readonly seenStarting: boolean;
  /** All brokers that answered, where all still had it when EC2 said stopped: it cannot have shut down by itself. */
  readonly uncleanBy: readonly number[];
  /** Consecutive readings in which it was back and the cluster well, but for others in flight. */
  readonly goodReadings: number;
  /** How often it was back and then not any more. */
  readonly relapses: number;
  readonly times: StepTimes;
  /** The most under-replicated partitions that were seen while it was in flight. */
  readonly underReplicatedPeak: number;
}

/** How a node came to be finished in this cycle. */
export interface FinishedNode {
  readonly node: NodeName;
  readonly by: 'this-run' | 'earlier-run';
  readonly times: StepTimes;
  readonly underReplicatedPeak: number;
}

export interface Drop {
  readonly times: number;
  /** Of the last one. */
  readonly reason: string;
}

/** Everything a run knows beside what it sees; replaced, never changed in place. */
export interface Progress {
  readonly cycle: Cycle | undefined;
  readonly flights: readonly Flight[];
  readonly finished: readonly FinishedNode[];
  readonly recovered: readonly FinishedNode[];
  /** Consecutive readings in which the cluster was well, but for the nodes in flight. */
  readonly goodReadings: number;
  /** How often the cluster was well and then not any more since it last was well for long enough. */
  readonly relapses: number;
  /** Stops that were announced and not made, by node, since the last one that was made. */
  readonly drops: ReadonlyMap<NodeName, Drop>;
  /** Since when the cluster has been unwell without a node in flight; undefined while it is well. */
  readonly unwellSince: number | undefined;
  readonly pollingBroker: BrokerId | undefined;
  /** The first look showed so few voters running that there was no majority; undefined before it. */
  readonly quorumWasLost: boolean | undefined;
  /** The steps of an earlier cycle, as the ledger has them. */
  readonly measured: MeasuredSteps | undefined;
  /** Nodes whose stop the ledger announces without saying that it is over: they are ours, whatever their tags say. */
  readonly announced: ReadonlySet<NodeName>;
  /** What the ledger says that earlier runs left open, a cycle or an announcement; `settled` when this run saw to it. */
  readonly leftovers: 'none' | 'possible' | 'settled';
  /** Who is missed now. */
  readonly absences: Absences;
  /** When the last absence of each node began, in milliseconds since the epoch: what proves a reboot. */
  readonly lastAway: ReadonlyMap<NodeName, number>;
}

export const NO_PROGRESS: Progress = {
  cycle: undefined,
  flights: [],
  finished: [],
  recovered: [],
  goodReadings: 0,
  relapses: 0,
  drops: new Map(),
  unwellSince: undefined,
  pollingBroker: undefined,
  quorumWasLost: undefined,
  measured: undefined,
  announced: new Set(),
  leftovers: 'none',
  absences: new Map(),
  lastAway: new Map(),
};
