/**
 * What a look at the simulated cluster shows. Each change of a node's phase makes the next sight out of the one before:
 * it touches that node's instance and its own partitions, and shares everything else. Pure.
 */
import { type ClusterState, clusterState, knownState } from './cluster-state.ts';
import { idsOf, isDown, withNode, withoutNode } from './down.ts';
import type { Instance, InstanceState, KafkaNode } from './node.ts';
import { known, type BrokerView, type Seen } from './observation.ts';
import { allPartitions, withPartitions } from './partition-catalog.ts';
import { itemAt, type PagedList } from './paged-list.ts';
import { type Movement, simulatedQuorum } from './simulate-quorum.ts';
import type { WorstPartition } from './worst-partition.ts';

export type NodePhase = 'up' | 'stopping' | 'stopped' | 'pending' | 'rebooting' | 'catching-up';

export interface Sight {
  /** As it was at first, all views as one. */
  readonly base: Seen;
  readonly movement: Movement;
  readonly seen: Seen;
  /** The partitions as they were at first. */
  readonly atFirst: PagedList<WorstPartition>;
  /** What merging the first view gives. */
  readonly state: ClusterState;
}

export function firstSight(found: Seen): Sight {
  const sight = SIGHTS.get(found) ?? asOne(found);
  SIGHTS.set(found, sight);
  return sight;
}

/** One look is simulated many times. */
const SIGHTS = new WeakMap<Seen, Sight>();

/** The plan spans as many sessions as it takes. */
function asOne(found: Seen): Sight {
  const base = { ...found, views: worstView(found), credentialsEnd: undefined };
  const state = clusterState({ ...base, views: base.views.slice(0, 1) });
  return {
    base,
    seen: base,
    atFirst: state.partitions,
    state,
    movement: { away: idsOf([]), returned: idsOf([]) },
  };
}

/** The sight as one look of its own. */
export function sightAt({ seen, state }: Sight, at: number): Seen {
  if (seen.views.length === 1) knownState(seen, state);
  return { ...seen, at };
}

/** All views as one. Brokers of another cluster stay apart. */
function worstView(found: Seen): BrokerView[] {
  const [first] = found.views;
  if (first === undefined) return [];
  const state = clusterState(found);
  const partitions = allPartitions(state).map((partition) => ({
    ...partition,
    leader: partition.leader < 0 ? -1 : (partition.isr[0] ?? -1),
  }));
  const unreadable = found.views.flatMap((view) => view.unreadable);
  const strangers = found.views.filter(({ clusterId }) => clusterId !== first.clusterId);
  return [{ ...first, registered: [...state.registered], partitions, unreadable }, ...strangers];
}

/** The sight after a node has entered a phase. */
export function inPhase(sight: Sight, node: KafkaNode, phase: NodePhase): Sight {
  const { seen } = sight;
  const instances = seen.instances.map((each) =>
    each.id === node.instance ? simulatedInstance(each, phase) : each,
  );
  const stays = phase !== 'up' && isDown(node, sight.movement.away);
  const next = { ...sight, seen: { ...seen, instances } };
  return stays ? next : moved(next, node, moveOf(sight.movement, node, phase));
}

const STATE: Readonly<Record<NodePhase, InstanceState>> = {
  up: 'running',
  stopping: 'stopping',
  stopped: 'stopped',
  pending: 'pending',
  rebooting: 'running',
  'catching-up': 'running',
};

/** What will never run again stays as EC2 showed it. */
function simulatedInstance(instance: Instance, phase: NodePhase): Instance {
  const isGone = instance.state === 'terminated' || instance.state === 'shutting-down';
  return isGone ? instance : { ...instance, state: STATE[phase] };
}

const moveOf = ({ away, returned }: Movement, node: KafkaNode, phase: NodePhase): Movement =>
  phase === 'up'
    ? { away: withoutNode(away, node), returned: withNode(returned, node) }
    : { away: withNode(away, node), returned: withoutNode(returned, node) };

/** Once it is back, a node is registered and in sync wherever it has a replica; what was wrong elsewhere stays wrong. */
function moved(sight: Sight, node: KafkaNode, movement: Movement): Sight {
  const { base, seen } = sight;
  const state = node.broker && seen.views.length > 0 ? movedState(sight, node, movement) : sight.state;
  const quorum = base.quorum.known ? known(simulatedQuorum(base.quorum.value, movement)) : base.quorum;
  const silent = seen.silent.filter(({ observer }) => node.zookeeper || observer !== node.id);
  return { ...sight, movement, state, seen: { ...seen, quorum, silent, views: viewsOf(sight, state) } };
}

function viewsOf({ base }: Sight, state: ClusterState): readonly BrokerView[] {
  const [first, ...strangers] = base.views;
  return first === undefined ? [] : [viewOf(first, state), ...strangers];
}

/** The list of all partitions is made when somebody asks for it, which a plan does not: it asks the state. */
const viewOf = (
  { observer, clusterId, unreadable, controller = -1 }: BrokerView,
  state: ClusterState,
): BrokerView => ({
  observer,
  clusterId,
  registered: [...state.registered],
  // On ZooKeeper another broker is the controller once it is away.
  controller: state.registered.has(controller) ? controller : Math.min(...state.registered),
  unreadable,
  get partitions() {
    return allPartitions(state);
  },
});

function movedState({ state, atFirst }: Sight, { id }: KafkaNode, movement: Movement): ClusterState {
  const positions = state.structure.ofBroker.get(id) ?? [];
  const changed = new Map<number, WorstPartition>();
  for (const position of positions) {
    const partition = itemAt(atFirst, position);
    if (partition !== undefined) changed.set(position, simulatedPartition(partition, movement));
  }
  const registered = new Set(state.registered);
  if (movement.away.kafka.has(id)) registered.delete(id);
  else registered.add(id);
  const { counts } = state;
  return { ...withPartitions(state, changed), registered, registeredSomewhere: registered, counts };
}

function simulatedPartition(partition: WorstPartition, { away, returned }: Movement): WorstPartition {
  const { replicas } = partition;
  const isr = replicas.filter(
    (replica) => !away.kafka.has(replica) && (partition.isr.includes(replica) || returned.kafka.has(replica)),
  );
  const staysOffline = partition.leader < 0 && !replicas.some((replica) => returned.kafka.has(replica));
  return { ...partition, isr, leader: staysOffline ? -1 : (isr[0] ?? -1) };
}
