/**
 * A cluster with virtual time that answers like the real one: stopped nodes leave, started ones come back and catch
 * up after the assumed durations. It is what a dry run asks `decide` about. Pure.
 */
import { clusterState } from './cluster-state.ts';
import { type Down, idsOf } from './down.ts';
import type { Instance, InstanceState, KafkaNode, NodeName } from './node.ts';
import { known, type BrokerView, type Partition, type Quorum, type Seen } from './observation.ts';

/** How long each step of a node's restart is taken to last, in milliseconds. */
export interface StepDurations {
  readonly stop: number;
  readonly start: number;
  readonly catchUp: number;
}

type NodePhase = 'up' | 'stopping' | 'stopped' | 'pending' | 'catching-up';

export interface SimulatedCluster {
  readonly at: number;
  readonly base: Seen;
  readonly nodes: readonly KafkaNode[];
  readonly durations: StepDurations;
  readonly phases: ReadonlyMap<NodeName, { readonly phase: NodePhase; readonly until: number }>;
}

export function simulatedCluster(
  base: Seen,
  nodes: readonly KafkaNode[],
  durations: StepDurations,
): SimulatedCluster {
  const cluster = {
    at: base.at,
    base: { ...base, views: worstView(base) },
    nodes,
    durations,
    phases: new Map(),
  };
  const instances = new Map(base.instances.map((instance) => [instance.id, instance]));
  return nodes.reduce((changed: SimulatedCluster, { name, instance }) => {
    const phase = phaseAtFirst(instances.get(instance), cluster);
    return phase === 'up' ? changed : inPhase(changed, name, phase);
  }, cluster);
}

/** All views as one, computed once: a plan looks at it thousands of times. Brokers of another cluster stay apart. */
function worstView(base: Seen): BrokerView[] {
  const [first] = base.views;
  if (first === undefined) return [];
  const state = clusterState(base);
  const partitions = state.partitions.map((partition) => ({
    ...partition,
    leader: partition.leader < 0 ? -1 : (partition.isr[0] ?? -1),
  }));
  const unreadable = base.views.flatMap((view) => view.unreadable);
  const strangers = base.views.filter(({ clusterId }) => clusterId !== first.clusterId);
  return [{ ...first, registered: [...state.registered], partitions, unreadable }, ...strangers];
}

/** A node that was launched less than its catch-up time ago is still on its way; an older one that is missing is broken. */
function phaseAtFirst(instance: Instance | undefined, { base, durations }: SimulatedCluster): NodePhase {
  switch (instance?.state) {
    case 'stopped':
    case 'stopping':
    case 'pending':
      return instance.state;
    case 'running':
      return base.at - instance.launchTime < durations.catchUp ? 'catching-up' : 'up';
    case 'shutting-down':
    case 'terminated':
    case undefined:
      return 'up';
  }
}

export const simulateStop = (cluster: SimulatedCluster, node: KafkaNode): SimulatedCluster =>
  inPhase(cluster, node.name, 'stopping');

export const simulateStart = (cluster: SimulatedCluster, nodes: readonly KafkaNode[]): SimulatedCluster =>
  nodes.reduce((changed, node) => inPhase(changed, node.name, 'pending'), cluster);

/** The longest time between two looks of a plan, in milliseconds: it keeps a plan for a big cluster in seconds. */
const LONGEST_STEP = 60_000;

/** How long nothing changes: whole poll intervals up to the next change, one when none is ahead. */
export function untilChange({ at, phases }: SimulatedCluster, pollInterval: number): number {
  const next = Math.min(...[...phases.values()].map(({ until }) => until));
  if (!Number.isFinite(next)) return pollInterval;
  const wait = Math.min(next - at, LONGEST_STEP);
  return Math.max(Math.ceil(wait / pollInterval), 1) * pollInterval;
}

/** Moves the clock on. */
export function pass(cluster: SimulatedCluster, milliseconds: number): SimulatedCluster {
  const later = { ...cluster, at: cluster.at + milliseconds };
  return [...cluster.phases].reduce(
    (changed, [name, { phase, until }]) =>
      until <= later.at ? inPhase(changed, name, NEXT[phase]) : changed,
    later,
  );
}

const NEXT: Readonly<Record<NodePhase, NodePhase>> = {
  up: 'up',
  stopping: 'stopped',
  stopped: 'stopped',
  pending: 'catching-up',
  'catching-up': 'up',
};

function inPhase(cluster: SimulatedCluster, name: NodeName, phase: NodePhase): SimulatedCluster {
  const { stop, start, catchUp } = cluster.durations;
  const lasts = { up: Infinity, stopped: Infinity, stopping: stop, pending: start, 'catching-up': catchUp }[
    phase
  ];
  return { ...cluster, phases: new Map(cluster.phases).set(name, { phase, until: cluster.at + lasts }) };
}

const phaseOf = (cluster: SimulatedCluster, name: NodeName): NodePhase =>
  cluster.phases.get(name)?.phase ?? 'up';

const STATE: Readonly<Record<NodePhase, InstanceState>> = {
  up: 'running',
  stopping: 'stopping',
  stopped: 'stopped',
  pending: 'pending',
  'catching-up': 'running',
};

/** One look at the simulated cluster. */
export function look(cluster: SimulatedCluster): Seen {
  const { base, nodes, at } = cluster;
  const moved = nodes.filter(({ name }) => cluster.phases.has(name));
  const movement = {
    away: idsOf(moved.filter(({ name }) => phaseOf(cluster, name) !== 'up')),
    returned: idsOf(moved.filter(({ name }) => phaseOf(cluster, name) === 'up')),
  };
  const phaseOfInstance = new Map(nodes.map(({ name, instance }) => [instance, phaseOf(cluster, name)]));
  return {
    ...base,
    at,
    instances: base.instances.map((instance) =>
      simulatedInstance(instance, phaseOfInstance.get(instance.id)),
    ),
    silent: base.silent.filter(({ observer }) => !idsOf(moved).kafka.has(observer)),
    views: simulatedViews(cluster, movement),
    quorum: base.quorum.known ? known(simulatedQuorum(base.quorum.value, movement)) : base.quorum,
  };
}

/** Who is away now, and who was and is back. */
interface Movement {
  readonly away: Down;
  readonly returned: Down;
}

/** What is no node of the cluster, or will never run again, stays as EC2 showed it. */
function simulatedInstance(instance: Instance, phase: NodePhase | undefined): Instance {
  const isGone = instance.state === 'terminated' || instance.state === 'shutting-down';
  return phase === undefined || isGone ? instance : { ...instance, state: STATE[phase] };
}

/** Once it is back, a node is registered and in sync wherever it has a replica; what was wrong elsewhere stays wrong. */
function simulatedViews(cluster: SimulatedCluster, movement: Movement): BrokerView[] {
  const [first, ...strangers] = cluster.base.views;
  if (first === undefined) return [];
  const away = movement.away.kafka;
  const brokers = idsOf(cluster.nodes.filter(({ broker }) => broker)).kafka;
  const returned = new Set([...movement.returned.kafka].filter((id) => brokers.has(id)));
  const registered = [...new Set([...first.registered, ...returned])].filter((id) => !away.has(id));
  const partitions = first.partitions.map((partition) => simulatedPartition(partition, away, returned));
  return [{ ...first, registered, partitions }, ...strangers];
}

function simulatedPartition(
  partition: Partition,
  away: ReadonlySet<number>,
  returned: ReadonlySet<number>,
): Partition {
  const { replicas } = partition;
  const isr = replicas.filter(
    (replica) => !away.has(replica) && (partition.isr.includes(replica) || returned.has(replica)),
  );
  const staysOffline = partition.leader < 0 && !replicas.some((replica) => returned.has(replica));
  return { ...partition, isr, leader: staysOffline ? -1 : (isr[0] ?? -1) };
}

function simulatedQuorum(quorum: Quorum, movement: Movement): Quorum {
  const [away, returned] = [movement.away.kafka, movement.returned.kafka];
  const voters = quorum.voters.map((voter) => {
    if (away.has(voter.id)) return { ...voter, behind: undefined };
    return returned.has(voter.id) ? { ...voter, behind: 0 } : voter;
  });
  const leader = away.has(quorum.leader) ? (voters.find(({ id }) => !away.has(id))?.id ?? -1) : quorum.leader;
  return { leader, voters };
}
