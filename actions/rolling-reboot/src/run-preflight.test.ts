import { expect, test } from '@jest/globals';
import { anOrder } from '../../../test/builders/reboot-order.ts';
import { FakeFleet } from '../../../test/fakes/fake-fleet.ts';
import { brokerId } from './core/node.ts';
import type { InstanceFacts } from './core/preflight.ts';
import { run } from './run.ts';

const HAZARDS: readonly Partial<InstanceFacts>[] = [
  { stopProtection: true },
  { instanceStore: 'its type i4i.large has local disks' },
  { oneTimeSpot: true },
  { autoScalingGroup: 'kafka' },
  { changingAddresses: ['203.0.113.9'] },
  { refusals: ['StopInstances: UnauthorizedOperation: no'] },
  { unread: ['DescribeInstanceAttribute: UnauthorizedOperation: no'] },
];

function hazardousFleet(hazards: readonly Partial<InstanceFacts>[]): FakeFleet {
  const partitions = [{ topic: 'orders', replicas: [1, 2, 3], minimum: 2 }];
  const fleet = new FakeFleet({ nodes: Math.max(3, hazards.length), partitions });
  for (const machine of fleet.machines) {
    machine.hazards = hazards[machine.id - 1] ?? {};
    fleet.advertised.set(brokerId(machine.id), '203.0.113.9');
  }
  return fleet;
}

const stops = (fleet: FakeFleet): string[] => fleet.calls.filter((call) => call.startsWith('ec2.stop'));

test('one node of each kind of finding: all are reported together, and none is stopped', async () => {
  const fleet = hazardousFleet(HAZARDS);
  const report = await run(anOrder(), fleet.ports());
  expect(report.status).toBe('halted');
  expect(report.problems.map(({ where }) => where)).toEqual(
    HAZARDS.map((_, index) => `broker-${String(index + 1)} (instance i-${String(index + 1)})`),
  );
  expect(stops(fleet)).toEqual([]);
});

test('findings forbid no start', async () => {
  const fleet = hazardousFleet(HAZARDS);
  fleet.machines[0]?.beDown();
  const report = await run(anOrder(), fleet.ports());
  expect(report.status).toBe('halted');
  expect(fleet.calls).toContain('ec2.start i-1');
  expect(stops(fleet)).toEqual([]);
});

test('a dry run reports them too', async () => {
  const report = await run(anOrder({ dryRun: true }), hazardousFleet(HAZARDS).ports());
  expect(report.problems).toHaveLength(HAZARDS.length);
});

test('accepted findings forbid nothing', async () => {
  const fleet = hazardousFleet([{ oneTimeSpot: true }, { changingAddresses: ['203.0.113.9'] }]);
  const report = await run(anOrder({ accept: ['one-time-spot', 'public-ip'] }), fleet.ports());
  expect(report.status).toBe('completed');
  expect(stops(fleet)).toHaveLength(3);
});
