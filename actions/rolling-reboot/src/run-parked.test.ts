import { expect, test } from '@jest/globals';
import { anOrder } from '../../../test/builders/reboot-order.ts';
import { FakeFleet } from '../../../test/fakes/fake-fleet.ts';
import { schedule } from '../../../test/fakes/faults.ts';
import { run } from './run.ts';

const FIVE = {
  nodes: 5,
  voters: [1, 2, 3],
  partitions: [
    { topic: 'orders', replicas: [1, 2, 3], minimum: 2 },
    { topic: 'payments', replicas: [1, 2, 5], minimum: 1 },
  ],
};

test('a node that the operator parks in the middle of a run is not started, and counts as down', async () => {
  const fleet = new FakeFleet(FIVE);
  schedule(fleet, { kind: 'parked', node: 5, at: 5_000, lasts: Infinity });
  const report = await run(anOrder(), fleet.ports());
  expect(fleet.violations).toEqual([]);
  expect(fleet.calls).not.toContain('ec2.start i-5');
  expect(report.remaining).not.toContain('broker-4');
  expect(fleet.idsIn('stopped')).toEqual([5]);
  expect(fleet.log.filter((line) => line.startsWith('broker-5 is parked now'))).toHaveLength(1);
});

test('a node that is parked while its restart is under way stays down, and is named', async () => {
  const fleet = new FakeFleet(FIVE);
  fleet.onCall = (moment) => {
    const machine = fleet.machines[3];
    if (moment === 'after ec2.stop i-4' && machine) machine.tags['rolling-reboot:parked'] = 'true';
  };
  const report = await run(anOrder(), fleet.ports());
  expect(report.status).toBe('halted');
  expect(fleet.violations).toEqual([]);
  expect(fleet.calls).not.toContain('ec2.start i-4');
  expect(report.problems.map(({ where }) => where)).toContain('instance i-4');
});

test('a node that is parked in its restart, and started again by the operator, is not restarted once more', async () => {
  const fleet = new FakeFleet(FIVE);
  schedule(fleet, { kind: 'parked', node: 4, at: 20_000, lasts: 628_000 });
  expect((await run(anOrder(), fleet.ports())).status).toBe('halted');
  await fleet.clock.sleep(600_000);
  expect((await run(anOrder(), fleet.ports())).status).toBe('completed');
  expect(fleet.violations).toEqual([]);
  expect(fleet.calls.filter((call) => call === 'ec2.stop i-4')).toHaveLength(1);
});
