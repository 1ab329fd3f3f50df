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
  expect(fleet.log.filter((line) => line.includes('broker-2 is not stopped'))).toHaveLength(1);
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

/** Somebody stops node 3 while node 1 is on its way back. */
function disturbed(): FakeFleet {
  const partitions = [{ topic: 'orders', replicas: [1, 2, 3], minimum: 2 }];
  const fleet = new FakeFleet({ nodes: 3, partitions });
  fleet.quorumLeader = 3;
  fleet.onCall = (moment) => {
    if (moment === 'after ec2.start i-1' && stops(fleet).length === 1)
      fleet.machines[2]?.beStopped(fleet.now);
  };
  return fleet;
}

test('a node that somebody stops in mid-cycle is started once the own one runs, not after its whole time-out', async () => {
  const fleet = disturbed();
  const report = await run(anOrder(), fleet.ports());
  expect(report.status).toBe('completed');
  const starts = fleet.calls.filter((call) => call.startsWith('ec2.start'));
  expect(starts.slice(0, 2)).toEqual(['ec2.start i-1', 'ec2.start i-3']);
  expect(fleet.calls.indexOf('ec2.start i-3')).toBeLessThan(fleet.calls.indexOf('ec2.stop i-2'));
  expect(report.endedAt - report.startedAt).toBeLessThan(anOrder().settings.syncTimeout);
  expect(report.nodes.find(({ did }) => did === 'started')?.node).toBe('broker-3');
  expect(fleet.violations).toEqual([]);
  expect(fleet.slack.join()).toContain('broker-3 is down, and this run did not stop it');
});

test('where it may not be started the halt names it, and does not advise more time for the own one', async () => {
  const fleet = disturbed();
  const settings = { ...anOrder().settings, recover: 'none' } as const;
  const report = await run(anOrder({ settings }), fleet.ports());
  expect(report.status).toBe('halted');
  expect(report.problems).toMatchObject([
    {
      where: 'broker-1 (i-1)',
      what: expect.stringContaining('the instance of broker-3 is stopped'),
      fix: 'See to broker-3 first. Look at the instance in the EC2 console: nothing here can bring it back.',
    },
  ]);
  expect(fleet.calls).not.toContain('ec2.start i-3');
});

test('a broker that only lags behind is named, too', async () => {
  const fleet = disturbed();
  fleet.onCall = (moment) => {
    if (moment === 'after ec2.start i-1') fleet.machines[2]?.fallBehind(fleet.now, 99 * 60_000);
  };
  const { problems } = await run(anOrder(), fleet.ports());
  expect(problems[0]?.fix).toMatch(/^See to partition orders-0 first\. Bring broker 3 back into sync/);
});
