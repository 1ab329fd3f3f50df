/**
 * A cluster with virtual time that answers like the real one: stopped nodes leave, started ones come back and catch
 * up after the assumed durations. It is what a dry run asks `decide` about. Pure.
 */
import type { Instance, InstanceState, KafkaNode } from './node.ts';
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
  readonly phases: ReadonlyMap<number, { readonly phase: NodePhase; readonly until: number }>;
}

export function simulatedCluster(
  base: Seen,
  nodes: readonly KafkaNode[],
  durations: StepDurations,
): SimulatedCluster {
  const stopped = nodes.filter(
    ({ instance }) => base.instances.find(({ id }) => id === instance)?.state === 'stopped',
  );
  const phases = new Map(
    stopped.map(({ id }) => [id, { phase: 'stopped' as const, until: Number.POSITIVE_INFINITY }]),
  );
  return { at: base.at, base, nodes, durations, phases };
}

export const simulateStop = (cluster: SimulatedCluster, node: KafkaNode): SimulatedCluster =>
  inPhase(cluster, node.id, 'stopping');

export const simulateStart = (cluster: SimulatedCluster, nodes: readonly KafkaNode[]): SimulatedCluster =>
  nodes.reduce((changed, node) => inPhase(changed, node.id, 'pending'), cluster);

/** Moves the clock on, by the poll interval. */
export function pass(cluster: SimulatedCluster, milliseconds: number): SimulatedCluster {
  const later = { ...cluster, at: cluster.at + milliseconds };
  return [...cluster.phases].reduce(
    (changed, [id, { phase, until }]) => (until <= later.at ? inPhase(changed, id, NEXT[phase]) : changed),
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

function inPhase(cluster: SimulatedCluster, id: number, phase: NodePhase): SimulatedCluster {
  const { stop, start, catchUp } = cluster.durations;
  const lasts = { up: Infinity, stopped: Infinity, stopping: stop, pending: start, 'catching-up': catchUp }[
    phase
  ];
  return { ...cluster, phases: new Map(cluster.phases).set(id, { phase, until: cluster.at + lasts }) };
}

const phaseOf = (cluster: SimulatedCluster, id: number): NodePhase => cluster.phases.get(id)?.phase ?? 'up';

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
  const away = new Set<number>(nodes.filter(({ id }) => phaseOf(cluster, id) !== 'up').map(({ id }) => id));
  return {
    ...base,
    at,
    instances: base.instances.map((instance) => simulatedInstance(instance, cluster)),
    silent: [],
    views: simulatedViews(base, away),
    quorum: base.quorum.known ? known(simulatedQuorum(base.quorum.value, away)) : base.quorum,
  };
}

function simulatedInstance(instance: Instance, cluster: SimulatedCluster): Instance {
  const node = cluster.nodes.find((candidate) => candidate.instance === instance.id);
  return node === undefined ? instance : { ...instance, state: STATE[phaseOf(cluster, node.id)] };
}

/** Once it runs, a node is registered and in sync wherever it has a replica; what was wrong elsewhere stays wrong. */
function simulatedViews(base: Seen, away: ReadonlySet<number>): BrokerView[] {
  const [first] = base.views;
  if (first === undefined) return [];
  const registered = [...new Set([...first.registered, ...returnable(base)])].filter((id) => !away.has(id));
  const partitions = first.partitions.map((partition) =>
    simulatedPartition(partition, away, returnable(base)),
  );
  return [{ ...first, registered, partitions }];
}

/** Brokers that are not registered now only because they are down: they come back when they are started. */
const returnable = (base: Seen): number[] => {
  const registered = new Set(base.views.flatMap((view) => view.registered));
  const replicas = base.views.flatMap(({ partitions }) =>
    partitions.flatMap((partition) => partition.replicas),
  );
  return [...new Set(replicas)].filter((id) => !registered.has(id));
};

function simulatedPartition(
  partition: Partition,
  away: ReadonlySet<number>,
  returning: readonly number[],
): Partition {
  const isr = partition.replicas.filter(
    (replica) => !away.has(replica) && (partition.isr.includes(replica) || returning.includes(replica)),
  );
  const leader = isr.includes(partition.leader) ? partition.leader : (isr[0] ?? -1);
  return { ...partition, isr, leader };
}

function simulatedQuorum(quorum: Quorum, away: ReadonlySet<number>): Quorum {
  const voters = quorum.voters.map((voter) =>
    away.has(voter.id) ? { ...voter, behind: undefined } : { ...voter, behind: 0 },
  );
  const leader = away.has(quorum.leader) ? (voters.find(({ id }) => !away.has(id))?.id ?? -1) : quorum.leader;
  return { leader, voters };
}
