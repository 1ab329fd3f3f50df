import { expect, test } from '@jest/globals';
import { anOrder } from '../../../test/builders/reboot-order.ts';
import { FakeFleet } from '../../../test/fakes/fake-fleet.ts';
import { PARKED_TAG } from './core/tags.ts';
import { run } from './run.ts';

/** Three brokers and three controllers of their own, in which Kafka needs seconds to miss a controller. */
const fleetOf = (): FakeFleet =>
  new FakeFleet({
    nodes: 6,
    voters: [4, 5, 6],
    separate: true,
    partitions: [{ topic: 'orders', replicas: [1, 2, 3], minimum: 2 }],
  });

const stops = (fleet: FakeFleet): string[] => fleet.calls.filter((call) => call.startsWith('ec2.stop'));

test('a controller that somebody stops while our stop is announced is seen on EC2 before Kafka misses it', async () => {
  const fleet = fleetOf();
  fleet.quorumLeader = 4;
  let stopped = false;
  fleet.onCall = (moment) => {
    if (moment !== 'after ec2.tag i-5' || stopped) return;
    stopped = true;
    fleet.machines[5]?.stop(fleet.now);
  };
  const report = await run(anOrder(), fleet.ports());
  expect(report.status).toBe('completed');
  expect(stopped).toBe(true);
  expect(fleet.calls.indexOf('ec2.start i-6')).toBeLessThan(fleet.calls.indexOf('ec2.stop i-5'));
  expect(fleet.calls).toContain('ec2.start i-6');
  expect(fleet.violations.filter((violation) => violation.includes('voters'))).toEqual([]);
  expect(fleet.records.some(({ state }) => state === 'not-stopped')).toBe(true);
});

test('a node that is parked while its stop is announced is not stopped', async () => {
  const fleet = fleetOf();
  const second = fleet.machines[1];
  fleet.onCall = (moment) => {
    if (moment === 'after ec2.tag i-2' && second) second.tags = { ...second.tags, [PARKED_TAG]: 'true' };
  };
  const report = await run(anOrder(), fleet.ports());
  expect(stops(fleet)).not.toContain('ec2.stop i-2');
  expect(report.warnings).toContainEqual(expect.stringContaining('it is parked now'));
});

test('a run that is asked to end while it announces a stop does not make it', async () => {
  const fleet = fleetOf();
  fleet.onCall = (moment) => {
    if (moment === 'after ledger.append stopping') fleet.cancelled.abort('SIGINT');
  };
  const report = await run(anOrder(), fleet.ports());
  expect(report.status).toBe('halted');
  expect(stops(fleet)).toEqual([]);
  expect(fleet.records.map(({ state }) => state)).toContain('not-stopped');
});
