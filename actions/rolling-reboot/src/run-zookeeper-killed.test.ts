import { expect, jest, test } from '@jest/globals';
import { anOrder } from '../../../test/builders/reboot-order.ts';
import { FakeFleet, type FleetShape } from '../../../test/fakes/fake-fleet.ts';
import { Killed } from '../../../test/fakes/fake-process.ts';
import type { RebootOrder } from './context.ts';
import { run } from './run.ts';

/** A hundred cycles in one test. */
jest.setTimeout(120_000);

const SIX: FleetShape = {
  nodes: 3,
  zookeepers: 3,
  partitions: [{ topic: 'orders', replicas: [1, 2, 3], minimum: 2 }],
};
const SERVERS = ['zookeeper-1', 'zookeeper-2', 'zookeeper-3'];
const order = (change: Partial<RebootOrder> = {}): RebootOrder =>
  anOrder({
    zookeeper: [{ host: '10.0.1.1', port: 2181 }],
    selection: { nodes: SERVERS, only: { kind: 'all' } },
    ...change,
  });

const left = (fleet: FakeFleet): string[] =>
  fleet.machines.filter((machine) => machine.stateAt(fleet.now) !== 'running').map(({ name }) => name);

/** The first process is killed at this call, of those that it makes. */
async function killedAt(index: number): Promise<{ readonly fleet: FakeFleet; readonly moment: string }> {
  const fleet = new FakeFleet(SIX);
  fleet.ensemble.leader = 2;
  const moments: string[] = [];
  fleet.onCall = (moment) => {
    if (moments.push(moment) > index) throw new Killed();
  };
  await run(order(), fleet.ports()).catch((failure: unknown) => {
    if (!(failure instanceof Killed)) throw failure;
  });
  fleet.onCall = () => undefined;
  return { fleet, moment: moments[index] ?? '' };
}

test('killed at any call of the ensemble’s part, then run again: every server is up, stopped once, the majority kept', async () => {
  let killed = 0;
  for (;;) {
    const { fleet, moment } = await killedAt(killed);
    if (moment === '') break;
    killed += 1;
    const report = await run(order({ run: 'run-2' }), fleet.ports());
    expect({ moment, status: report.status, violations: fleet.violations }).toEqual({
      moment,
      status: 'completed',
      violations: [],
    });
    expect({ moment, left: left(fleet) }).toEqual({
      moment,
      left: [],
    });
  }
  expect(killed).toBeGreaterThan(40);
});
