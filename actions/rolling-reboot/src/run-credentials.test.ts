import { expect, test } from '@jest/globals';
import { NIGHT } from '../../../test/builders/fleet.ts';
import { anOrder } from '../../../test/builders/reboot-order.ts';
import { FakeFleet } from '../../../test/fakes/fake-fleet.ts';
import { WorldFailure } from '../../../lib/core/world-failure.ts';
import { run } from './run.ts';

const MINUTE = 60_000;
/** The time-outs of `anOrder` for a stop and a start; with the one for what follows they make 14 minutes. */
const AWAY = 4 * MINUTE;

const aFleet = (): FakeFleet =>
  new FakeFleet({ nodes: 3, partitions: [{ topic: 'orders', replicas: [1, 2, 3], minimum: 2 }] });

const stops = (fleet: FakeFleet): string[] => fleet.calls.filter((call) => call.startsWith('ec2.stop'));

test('nothing is stopped with a session that a node may be down for longer than', async () => {
  const fleet = aFleet();
  const because = 'variables of the environment are never renewed';
  fleet.credentialsEnd = { until: NIGHT + AWAY, because };
  const report = await run(anOrder(), fleet.ports());
  expect(report.status).toBe('paused');
  expect(stops(fleet)).toEqual([]);
  expect(report.warnings.at(-1)).toMatch(
    /^paused: the AWS session \(variables of the environment are never renewed\) has 3m.* left, and a restart may take 14m00s \(by the time-outs, capped at 4m00s\)$/,
  );
});

test('a dry run says that a run with such a session would pause', async () => {
  const fleet = aFleet();
  fleet.credentialsEnd = { until: NIGHT + MINUTE, because: 'it could not be renewed: STS refused' };
  const report = await run(anOrder({ dryRun: true }), fleet.ports());
  expect(report.warnings.join()).toContain('would pause at once: the AWS session (it could not be renewed');
});

test('when renewals begin to fail in the middle, the node in flight comes back and no other is stopped', async () => {
  const fleet = aFleet();
  fleet.onCall = (moment) => {
    if (moment.startsWith('after ec2.stop'))
      fleet.credentialsEnd = {
        until: fleet.now + AWAY,
        because: 'it could not be renewed: no answer',
      };
  };
  const report = await run(anOrder(), fleet.ports());
  expect(report.status).toBe('paused');
  expect(report.nodes.filter(({ did }) => did === 'restarted')).toHaveLength(1);
  expect(stops(fleet)).toHaveLength(1);
  expect(fleet.idsIn('running')).toEqual([1, 2, 3]);
});

test('a session that ends nobody knows when stops nothing, but starts what is down', async () => {
  const fleet = aFleet();
  fleet.credentialsEnd = { until: undefined, because: 'they are temporary, and nothing says until when' };
  const down = fleet.machines[1];
  down?.stop(fleet.now);
  await fleet.ports().clock.sleep(5 * MINUTE);
  const report = await run(anOrder(), fleet.ports());
  expect(report.status).toBe('halted');
  expect(report.problems).toMatchObject([
    { where: 'the AWS credentials', fix: expect.stringContaining('AWS_CREDENTIAL_EXPIRATION') },
  ]);
  expect(stops(fleet)).toEqual([]);
  expect(fleet.calls).toContain('ec2.start i-2');
});

test('credentials that die between stop and start: the start is tried again until they are renewed', async () => {
  const fleet = aFleet();
  const died = new WorldFailure('EC2 StartInstances of i-2 failed: ExpiredToken');
  fleet.failures.set('ec2.start i-2', [died, died, died]);
  const report = await run(anOrder(), fleet.ports());
  expect(report.status).toBe('halted');
  expect(report.problems.map(({ what }) => what).join()).toContain('ExpiredToken');
  expect(fleet.idsIn('running')).toEqual([1, 2, 3]);
  expect(fleet.slack.at(-1)).toContain('ExpiredToken');
});

test('credentials are asked to hold a whole restart before each stop: by the time-outs, then as it was measured', async () => {
  const fleet = aFleet();
  const asked: number[] = [];
  const ports = fleet.ports();
  const credentialsEnd: typeof ports.credentialsEnd = (outlasting) => {
    asked.push(outlasting);
    return Promise.resolve(undefined);
  };
  await run(anOrder(), { ...ports, credentialsEnd });
  expect(asked[1]).toBe(14 * MINUTE);
  expect(asked.at(-1)).toBeGreaterThan(20_000);
  expect(asked.at(-1)).toBeLessThan(2 * MINUTE);
});
