/**
 * A cluster with virtual time that answers like the real one: stopped nodes leave, started ones come back and catch
 * up after the assumed durations. It is what a dry run asks `decide` about. Pure.
 */
import type { Instance, KafkaNode, NodeName } from './node.ts';
import type { Seen } from './observation.ts';
import { type NodePhase, type Sight, firstSight, inPhase, sightAt } from './simulated-sight.ts';

/** How long each step of a node's restart is taken to last, in milliseconds. */
export interface StepDurations {
  readonly stop: number;
  readonly start: number;
  readonly catchUp: number;
}

interface Timer {
  readonly node: KafkaNode;
  readonly phase: NodePhase;
  /** Milliseconds since the epoch, as all times here. */
  readonly until: number;
}

export interface SimulatedCluster {
  readonly at: number;
  readonly durations: (node: KafkaNode) => StepDurations;
  /** The nodes whose phase ends by itself. */
  readonly timers: ReadonlyMap<NodeName, Timer>;
  readonly sight: Sight;
}

export function simulatedCluster(
  base: Seen,
  nodes: readonly KafkaNode[],
  durations: SimulatedCluster['durations'],
): SimulatedCluster {
  const instances = new Map(base.instances.map((instance) => [instance.id, instance]));
  const cluster = { at: base.at, durations, timers: new Map(), sight: firstSight(base) };
  return nodes.reduce((changed: SimulatedCluster, node) => {
    const phase = phaseAtFirst(instances.get(node.instance), base.at, durations(node));
    return phase === 'up' ? changed : enter(changed, node, phase);
  }, cluster);
}

/** A node that was launched less than its catch-up time ago is still on its way; an older one that is missing is broken. */
function phaseAtFirst(instance: Instance | undefined, at: number, { catchUp }: StepDurations): NodePhase {
  switch (instance?.state) {
    case 'stopped':
    case 'stopping':
    case 'pending':
      return instance.state;
    case 'running':
      return at - instance.launchTime < catchUp ? 'catching-up' : 'up';
    case 'shutting-down':
    case 'terminated':
    case undefined:
      return 'up';
  }
}

export const simulateStop = (cluster: SimulatedCluster, node: KafkaNode): SimulatedCluster =>
  enter(cluster, node, 'stopping');

/** It boots for as long as after a stop, but its instance runs all the time. */
export const simulateReboot = (cluster: SimulatedCluster, node: KafkaNode): SimulatedCluster =>
  enter(cluster, node, 'rebooting');

export const simulateStart = (cluster: SimulatedCluster, nodes: readonly KafkaNode[]): SimulatedCluster =>
  nodes.reduce((changed, node) => enter(changed, node, 'pending'), cluster);

/** The longest time between two looks of a plan, in milliseconds: it keeps a plan for a big cluster in seconds. */
const LONGEST_STEP = 60_000;

/** How long nothing changes: whole poll intervals up to the next change, one when none is ahead. */
export function untilChange({ at, timers }: SimulatedCluster, pollInterval: number): number {
  const next = [...timers.values()].reduce((soonest, { until }) => Math.min(soonest, until), Infinity);
  if (!Number.isFinite(next)) return pollInterval;
  const wait = Math.min(next - at, LONGEST_STEP);
  return Math.max(Math.ceil(wait / pollInterval), 1) * pollInterval;
}

/** Moves the clock on. */
export function pass(cluster: SimulatedCluster, milliseconds: number): SimulatedCluster {
  const later = { ...cluster, at: cluster.at + milliseconds };
  return [...cluster.timers.values()]
    .filter(({ until }) => until <= later.at)
    .reduce((changed, { node, phase }) => enter(changed, node, NEXT[phase]), later);
}

const NEXT: Readonly<Record<NodePhase, NodePhase>> = {
  up: 'up',
  stopping: 'stopped',
  stopped: 'stopped',
  pending: 'catching-up',
  rebooting: 'catching-up',
  'catching-up': 'up',
};

function enter(cluster: SimulatedCluster, node: KafkaNode, phase: NodePhase): SimulatedCluster {
  const { stop, start, catchUp } = cluster.durations(node);
  const lasts: Readonly<Record<NodePhase, number>> = {
    up: Infinity,
    stopped: Infinity,
    stopping: stop,
    pending: start,
    rebooting: start,
    'catching-up': catchUp,
  };
  const timers = new Map(cluster.timers);
  if (Number.isFinite(lasts[phase])) timers.set(node.name, { node, phase, until: cluster.at + lasts[phase] });
  else timers.delete(node.name);
  return { ...cluster, timers, sight: inPhase(cluster.sight, node, phase) };
}

/** One look at the simulated cluster. */
export const look = ({ at, sight }: SimulatedCluster): Seen => sightAt(sight, at);
