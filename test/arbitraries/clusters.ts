import fc from 'fast-check';
import type { KafkaNode } from '../../actions/rolling-reboot/src/core/node.ts';
import {
  type BrokerView,
  known,
  type Partition,
  type Reassignment,
  type Seen,
  unknown,
} from '../../actions/rolling-reboot/src/core/observation.ts';
import { aNode, anInstance, aPartition, aView, kraftOf, NIGHT } from '../builders/fleet.ts';

export interface ArbitraryCluster {
  readonly nodes: readonly KafkaNode[];
  readonly seen: Seen;
}

interface Shape {
  readonly nodes: readonly KafkaNode[];
  readonly leader: number;
  readonly topics: readonly { readonly replicas: readonly number[]; readonly minimum: number }[];
}

interface Limits {
  readonly fewestVoters: number;
  readonly fewestReplicas: number;
  /** How many replicas a partition has at least beyond its min.insync.replicas; may be negative. */
  readonly spare: number;
  readonly mayBeParked: boolean;
}

/** 3 to 9 nodes of every role, replicas placed at random. */
const shapesIn = (limits: Limits): fc.Arbitrary<Shape> =>
  fc
    .record({
      size: fc.integer({ min: 3, max: 9 }),
      voters: fc.integer({ min: limits.fewestVoters, max: 5 }),
      controllersOnly: fc.boolean(),
      parked: limits.mayBeParked ? fc.option(fc.nat(8), { freq: 4 }) : fc.constant(null),
    })
    .chain(({ size, voters, controllersOnly, parked }) => {
      const nodes = Array.from({ length: size }, (_, id) => {
        const controller = id < voters;
        // Ids begin at 0, which Kafka allows and careless code takes for nothing.
        return aNode(id, { controller, broker: !(controller && controllersOnly), parked: id === parked });
      });
      const up = nodes.filter((node) => node.controller && !node.parked).map(({ id }) => id);
      return fc.record({
        nodes: fc.constant(nodes),
        leader: fc.constantFrom(...(up.length > 0 ? up : [-1])),
        topics: topicsOn(
          nodes.filter(({ broker }) => broker).map(({ id }) => id),
          limits,
        ),
      });
    });

function topicsOn(
  brokers: readonly number[],
  { fewestReplicas, spare }: Limits,
): fc.Arbitrary<Shape['topics']> {
  if (brokers.length < fewestReplicas) return fc.constant([]);
  const most = Math.min(3, brokers.length);
  const topic = fc
    .shuffledSubarray([...brokers], { minLength: fewestReplicas, maxLength: most })
    .chain((replicas) =>
      fc.record({
        replicas: fc.constant(replicas),
        minimum: fc.integer({ min: 1, max: Math.min(3, replicas.length - spare) }),
      }),
    );
  return fc.array(topic, { minLength: 1, maxLength: 12 });
}

/** RF 1 to 3, min.insync.replicas 1 to 3 and 1 to 5 voters, whether they can be restarted or not; one may be parked. */
const anyShapes = shapesIn({ fewestVoters: 1, fewestReplicas: 1, spare: -2, mayBeParked: true });

/** RF 2 or 3 with room for one replica less, 3 to 5 voters. */
const roomyShapes = shapesIn({ fewestVoters: 3, fewestReplicas: 2, spare: 1, mayBeParked: false });

/** All is as it should be: every node is up and in sync, but for a parked one. */
function healthy({ nodes, leader, topics }: Shape): ArbitraryCluster {
  const parked = new Set<number>(nodes.filter((node) => node.parked).map(({ id }) => id));
  const brokers = nodes.filter(({ broker }) => broker).map(({ id }) => id);
  const registered = brokers.filter((id) => !parked.has(id));
  const partitions = topics.map(({ replicas }, index) => {
    const isr = replicas.filter((id) => !parked.has(id));
    return aPartition(replicas, { topic: `topic-${String(index)}`, isr, leader: isr[0] ?? -1 });
  });
  const voters = nodes
    .filter(({ controller }) => controller)
    .map(({ id }) => ({ id, behind: parked.has(id) ? undefined : 0 }));
  const seen: Seen = {
    at: NIGHT,
    instances: nodes.map(({ id, parked: down }) => anInstance(id, { state: down ? 'stopped' : 'running' })),
    views: registered.map((id) => aView(id, registered, partitions)),
    silent: [],
    quorum: known({ kind: 'kraft', leader, voters }),
    reassignments: known([]),
    minInSyncReplicas: known(
      new Map(topics.map(({ minimum }, index) => [`topic-${String(index)}`, minimum])),
    ),
  };
  return { nodes, seen };
}

export const healthyClusters = anyShapes.map(healthy);
/** Healthy, and with room to restart every node. */
export const roomyClusters = roomyShapes.map(healthy);

const isrOf = ({ replicas }: Partition): fc.Arbitrary<readonly number[]> =>
  fc.oneof({ weight: 4, arbitrary: fc.constant([...replicas]) }, fc.subarray([...replicas]));

const movesOf = (partitions: readonly Partition[]): fc.Arbitrary<Reassignment[]> =>
  fc.subarray([...partitions], { maxLength: Math.min(2, partitions.length) }).chain((moving) =>
    fc.tuple(
      ...moving.map(({ topic, partition, replicas }) =>
        fc.record({
          topic: fc.constant(topic),
          partition: fc.constant(partition),
          adding: fc.subarray([...replicas], { maxLength: 1 }),
          removing: fc.subarray([...replicas], { maxLength: 1 }),
        }),
      ),
    ),
  );

const behinds = fc.constantFrom(0, 0, 0, 5_000, 5_001, undefined);

const mostlyAll = <T>(all: readonly T[]): fc.Arbitrary<readonly T[]> =>
  fc.oneof({ weight: 6, arbitrary: fc.constant(all) }, fc.subarray([...all]));

const staleViews = (
  views: readonly BrokerView[],
  partitions: readonly Partition[],
): fc.Arbitrary<BrokerView[]> => {
  const stale = fc.tuple(
    ...partitions.map((partition) => isrOf(partition).map((isr) => ({ ...partition, isr }))),
  );
  return fc.tuple(
    ...views.map((view) =>
      fc
        .record({ registered: mostlyAll(view.registered), partitions: stale.chain(mostlyAll) })
        .map((change) => ({ ...view, ...change })),
    ),
  );
};

/** The same cluster with anything wrong: stale and missing views, lag, reassignments, what cannot be read. */
export const messyClusters: fc.Arbitrary<ArbitraryCluster> = fc
  .oneof(healthyClusters, roomyClusters)
  .chain(({ nodes, seen }) => {
    const partitions = seen.views[0]?.partitions ?? [];
    const quorum = kraftOf(seen);
    return fc
      .record({
        views: staleViews(seen.views, partitions).chain(mostlyAll),
        behind: fc.tuple(...quorum.voters.map(() => behinds)),
        quorumIsKnown: mostly,
        moves: movesOf(partitions),
        movesAreKnown: mostly,
        minimumsAreKnown: mostly,
      })
      .map((mess) => {
        const voters = quorum.voters.map((voter, index) => ({ ...voter, behind: mess.behind[index] }));
        return {
          nodes,
          seen: {
            ...seen,
            views: mess.views,
            quorum: mess.quorumIsKnown ? known({ ...quorum, voters }) : unknown('no leader'),
            reassignments: mess.movesAreKnown ? known(mess.moves) : unknown('timed out'),
            minInSyncReplicas: mess.minimumsAreKnown ? seen.minInSyncReplicas : unknown('denied'),
          },
        };
      });
  });

const mostly = fc.oneof({ weight: 6, arbitrary: fc.constant(true) }, fc.constant(false));
