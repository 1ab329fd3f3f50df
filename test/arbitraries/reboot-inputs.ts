import fc from 'fast-check';
import type { Selection } from '../../actions/rolling-reboot/src/core/select.ts';
import { FakeFleet, type FleetShape } from '../fakes/fake-fleet.ts';
import type { Inputs } from '../simulation/scenario-shape.ts';

const MINUTE = 60_000;

/** The night begins at three: open all the time, open for now, and open later. */
const WINDOWS = [
  undefined,
  undefined,
  undefined,
  'daily 00:00-24:00 UTC',
  'daily 02:00-03:30 UTC',
  'daily 03:40-06:00 UTC',
];

/** Everything, or some nodes, or what needs it. */
const selections = (names: readonly string[]): fc.Arbitrary<Selection> => {
  const all = { kind: 'all' } as const;
  return fc.record({
    nodes: fc.oneof(
      { weight: 3, arbitrary: fc.constant([]) },
      { weight: 1, arbitrary: fc.subarray([...names], { minLength: 1 }) },
    ),
    only: fc.constantFrom<Selection['only']>(
      all,
      all,
      all,
      { kind: 'stale', olderThan: 60 * MINUTE },
      { kind: 'scheduled-events' },
    ),
  });
};

/** What an operator may ask for on such a cluster. */
export const inputsFor = (shape: FleetShape): fc.Arbitrary<Inputs> =>
  anyInputs(shape).map((inputs) => ({
    ...inputs,
    // One node a run, and a run now and then: such a cycle is older than a day before it is done, and begins anew.
    canary: inputs.canary && inputs.window === undefined,
  }));

const anyInputs = (shape: FleetShape): fc.Arbitrary<Inputs> =>
  fc.record({
    maxUnavailable: fc.oneof(
      fc.integer({ min: 1, max: 5 }).map((nodes) => ({ nodes })),
      fc.constantFrom({ percent: 25 }, { percent: 50 }, { percent: 100 }),
    ),
    extraReplicas: fc.constantFrom(0, 0, 0, 1),
    recover: fc.constantFrom('all', 'all', 'ours'),
    canary: fc.constantFrom(false, false, false, true),
    timeBudget: fc.constantFrom(300 * MINUTE, 300 * MINUTE, 16 * MINUTE),
    unsafe: fc.constantFrom('block', 'allow'),
    // On ZooKeeper a reboot in place is refused.
    mode:
      shape.zookeepers === undefined
        ? fc.constantFrom('stop-start', 'stop-start', 'reboot')
        : fc.constant('stop-start'),
    window: fc.constantFrom(...WINDOWS),
    selection: selections(new FakeFleet(shape).machines.map(({ name }) => name)),
  });
