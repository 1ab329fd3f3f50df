import fc from 'fast-check';
import type { FakePartition } from '../fakes/fake-kafka.ts';
import type { FleetShape } from '../fakes/fake-fleet.ts';
import type { Fault } from '../fakes/fault.ts';
import type { RunPlan, Scenario } from '../simulation/scenario-shape.ts';
import { inputsFor } from './reboot-inputs.ts';

const MINUTE = 60_000;
/** Most cycles are over by then. */
const CYCLE = 10 * MINUTE;

type Roles = Omit<FleetShape, 'partitions'>;

const roles: fc.Arbitrary<Roles> = fc.oneof(
  fc.integer({ min: 3, max: 5 }).map((nodes) => ({ nodes })),
  fc.integer({ min: 4, max: 12 }).map((nodes) => ({ nodes, voters: [1, 2, 3] })),
  fc.integer({ min: 6, max: 12 }).map((nodes) => ({
    nodes,
    voters: [nodes - 2, nodes - 1, nodes],
    separate: true,
  })),
  fc.record({
    nodes: fc.integer({ min: 3, max: 6 }),
    zookeepers: fc.constantFrom(3, 3, 5),
    observers: fc.constantFrom(0, 0, 1),
  }),
);

const brokersOf = ({ nodes, separate }: Roles): number[] =>
  Array.from({ length: separate === true ? nodes - 3 : nodes }, (_, index) => index + 1);

/** RF 3 with one replica to spare, or now and then anything. */
const partitionsOn = (brokers: readonly number[], topic: string): fc.Arbitrary<FakePartition> =>
  fc
    .record({
      replicas: fc.shuffledSubarray([...brokers], { minLength: 3, maxLength: 3 }),
      minimum: fc.constantFrom(2, 2, 2, 1),
    })
    .map((placed) => ({ topic, ...placed }));

const oddPartitionsOn = (brokers: readonly number[], topic: string): fc.Arbitrary<FakePartition> =>
  fc.record({
    topic: fc.constant(topic),
    replicas: fc.shuffledSubarray([...brokers], { minLength: 1, maxLength: 3 }),
    minimum: fc.integer({ min: 0, max: 3 }),
  });

const topicsOn = (brokers: readonly number[]): fc.Arbitrary<FakePartition[]> => {
  const topics = (most: number, one: typeof partitionsOn): fc.Arbitrary<FakePartition[]> =>
    fc
      .integer({ min: 1, max: most })
      .chain((count) =>
        fc.tuple(...Array.from({ length: count }, (_, index) => one(brokers, `topic-${String(index)}`))),
      );
  return fc.oneof(
    { weight: 5, arbitrary: topics(8, partitionsOn) },
    { weight: 1, arbitrary: topics(4, oddPartitionsOn) },
  );
};

const shapes: fc.Arbitrary<FleetShape> = roles.chain((cluster) =>
  topicsOn(brokersOf(cluster)).map((partitions) => ({ ...cluster, partitions })),
);

const at = fc.integer({ min: 0, max: CYCLE });
const lasts = fc.oneof(
  fc.integer({ min: 1_000, max: MINUTE }),
  fc.integer({ min: MINUTE, max: 25 * MINUTE }),
);

const kind = <Kind extends Fault['kind']>(name: Kind): { readonly kind: fc.Arbitrary<Kind> } => ({
  kind: fc.constant(name),
});

const nodeFaults = (nodes: readonly number[]): fc.Arbitrary<Fault> => {
  const node = fc.constantFrom(...nodes);
  const step = fc.constantFrom('stop' as const, 'catchUp' as const);
  const unseenFor = fc.integer({ min: 9_000, max: 13_000 });
  return fc.oneof(
    fc.record({ ...kind('crash'), node, at, lasts, unseenFor }),
    fc.record({ ...kind('foreign-stop'), node, at, lasts }),
    fc.record({ ...kind('parked'), node, at, lasts }),
    fc.record({ ...kind('failing-starts'), node, times: fc.integer({ min: 1, max: 2 }) }),
    fc.record({ ...kind('slow'), node, step, factor: fc.constantFrom(5, 20) }),
  );
};

const kafkaFaults = (brokers: readonly number[], partitions: number): fc.Arbitrary<Fault> => {
  const node = fc.constantFrom(...brokers);
  const times = fc.integer({ min: 1, max: 5 });
  const partition = fc.nat(partitions - 1);
  return fc.oneof(
    fc.record({ ...kind('falls-behind'), node, at, lasts: fc.integer({ min: 1_000, max: 20_000 }), times }),
    fc.record({ ...kind('isolated'), node, at, lasts }),
    fc.record({ ...kind('reassignment'), at, lasts, partition, to: node }),
    fc.record({ ...kind('topic-created'), at, partition: partitionsOn(brokers, 'created') }),
    fc.record({ ...kind('topic-deleted'), at, partition }),
  );
};

const outages = fc.constantFrom(...(['all of EC2', 'capacity', 'stops', 'tags', 'ledger', 'slack'] as const));

/** Everything passes in the end. */
const faultsOn = (shape: FleetShape): fc.Arbitrary<Fault> => {
  const nodes = Array.from({ length: shape.nodes }, (_, index) => index + 1);
  const { zookeepers = 0, observers = 0 } = shape;
  const servers = Array.from({ length: zookeepers + observers }, (_, index) => shape.nodes + index + 1);
  return fc.oneof(
    { weight: 5, arbitrary: nodeFaults([...nodes, ...servers]) },
    { weight: 5, arbitrary: kafkaFaults(brokersOf(shape), shape.partitions.length) },
    fc.record({ ...kind('leader-moves'), at, to: fc.constantFrom(...(shape.voters ?? nodes)) }),
    { weight: 2, arbitrary: fc.record({ ...kind('outage'), at, lasts, of: outages }) },
    fc.record({ ...kind('unreachable'), at, lasts }),
  );
};

const runs: fc.Arbitrary<RunPlan[]> = fc.array(
  fc.record(
    {
      killedAt: fc.nat(120),
      cancelledAfter: fc.nat(CYCLE),
      joinedAfter: fc.nat(CYCLE),
    },
    { requiredKeys: [] },
  ),
  { maxLength: 3 },
);

/** Any cluster, any inputs, and any faults that pass. */
export const scenarios: fc.Arbitrary<Scenario> = shapes.chain((shape) =>
  fc.record({
    shape: fc.constant(shape),
    inputs: inputsFor(shape),
    faults: fc.array(faultsOn(shape), { maxLength: 4 }),
    runs,
    rest: fc.constant(10 * MINUTE),
    latency: fc.constantFrom(0, 200, 2_000),
    staleness: fc.record({ ec2: fc.constantFrom(0, 0, 3_000), brokers: fc.constantFrom(0, 2_000, 6_000) }),
    unseenFor: fc.constantFrom(0, 0, 11_000),
  }),
);
