import { expect, test } from '@jest/globals';
import { anOrder } from '../../../test/builders/reboot-order.ts';
import { FakeFleet } from '../../../test/fakes/fake-fleet.ts';
import { cleanUp } from './clean-up.ts';
import { instanceId } from './core/node.ts';
import { PARKED_TAG } from './core/tags.ts';
import { restore } from './restore.ts';
import { run } from './run.ts';

/** What becomes of our own node when EC2 does not show it any more. */
const THREE = { nodes: 3, partitions: [{ topic: 'orders', replicas: [1, 2, 3], minimum: 2 }] };
const MINUTE = 60_000;
const SECOND = instanceId('i-2');

/** A fleet to which something happens once, right after the stop of node 2. */
function afterStop(befall: (fleet: FakeFleet) => void): FakeFleet {
  const fleet = new FakeFleet(THREE);
  let happened = false;
  fleet.onCall = (moment) => {
    if (moment !== 'after ec2.stop i-2' || happened) return;
    happened = true;
    befall(fleet);
  };
  return fleet;
}

const filterOut = (fleet: FakeFleet): void => void fleet.ec2.filteredOut.add(SECOND);

const refuseToDescribe = (fleet: FakeFleet, later = 0): void =>
  void fleet.outages.push({
    calls: /^ec2\.describe/,
    from: fleet.now + later,
    to: Infinity,
    failure: 'UnauthorizedOperation: DescribeInstances',
  });

test('a node whose tag is removed while it is down comes up as soon as any, and nothing else is stopped', async () => {
  const fleet = afterStop(filterOut);
  const report = await run(anOrder(), fleet.ports());
  expect(report.status).toBe('halted');
  expect(fleet.idsIn('running')).toEqual([1, 2, 3]);
  expect(fleet.calls.filter((call) => call.startsWith('ec2.st'))).toEqual(['ec2.stop i-2', 'ec2.start i-2']);
  expect(report.problems.map(({ what }) => what).join()).toContain('the instance of broker-2');
  expect(report.nodes.find(({ node }) => node === 'broker-2')?.did).toBe('restarted');
  expect(fleet.violations).toEqual([]);
});

test('the post step finds it by its id', async () => {
  const fleet = new FakeFleet(THREE);
  await fleet.ports().instances.stop(SECOND, 1_000);
  filterOut(fleet);
  await cleanUp('[{"id":"i-2"}]', fleet.ports());
  expect(fleet.idsIn('running')).toEqual([1, 2, 3]);
});

test('where EC2 may not be asked any more it is started all the same, less and less often, and named', async () => {
  const fleet = afterStop(refuseToDescribe);
  const report = await run(anOrder(), fleet.ports());
  expect(report.status).toBe('halted');
  expect(fleet.idsIn('running')).toEqual([1, 2, 3]);
  expect(report.problems.at(-1)).toMatchObject({
    where: 'instance i-2',
    what: expect.stringContaining('EC2 does not show it'),
  });
  const starts = fleet.calls.filter((call) => call === 'ec2.start i-2');
  expect(starts.length).toBeLessThan(60);
});

test('one that was parked when it was seen last is not started unseen', async () => {
  const fleet = afterStop((each) => {
    Object.assign(each.machines[1]?.tags ?? {}, { [PARKED_TAG]: 'true' });
    refuseToDescribe(each, MINUTE / 2);
  });
  const report = await run(anOrder(), fleet.ports());
  expect(report.status).toBe('halted');
  expect(fleet.calls).not.toContain('ec2.start i-2');
  expect(fleet.violations).toEqual([]);
});

test('nor one that a restoration saw parked, until it is seen again', async () => {
  const fleet = new FakeFleet(THREE);
  fleet.machines[1]?.beDown();
  refuseToDescribe(fleet);
  const [problem] = await restore([{ id: SECOND, wasParked: true }], fleet.ports());
  expect(problem?.what).toContain('it was parked when it was seen last');
  expect(fleet.calls).toEqual([]);
});

test('one that EC2 shows again after a while is up when it runs', async () => {
  const fleet = new FakeFleet(THREE);
  fleet.machines[1]?.beDown();
  const to = fleet.now + 2 * MINUTE;
  fleet.outages.push({ calls: /^ec2\.describe/, from: 0, to, failure: 'RequestLimitExceeded' });
  expect(await restore([{ id: SECOND }], fleet.ports())).toEqual([]);
  expect(fleet.idsIn('running')).toEqual([1, 2, 3]);
});

test.each(['none', 'ours', 'all'] as const)(
  'recover: %s halts by an instance that EC2 does not show though its broker serves, and names it',
  async (recover) => {
    const fleet = new FakeFleet(THREE);
    fleet.onCall = (moment) => {
      if (moment === 'after ledger.append cycle-opened') filterOut(fleet);
    };
    const settings = { ...anOrder().settings, recover };
    const report = await run(anOrder({ settings, timeBudget: 20 * MINUTE }), fleet.ports());
    expect(report).toMatchObject({ status: 'halted', problems: [{ where: 'broker-2' }] });
    expect(report.endedAt - report.startedAt).toBeLessThan(5 * MINUTE);
    expect(fleet.calls.filter((call) => call.startsWith('ec2.st'))).toEqual([]);
  },
);
