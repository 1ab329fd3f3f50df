import { describe, expect, test } from '@jest/globals';
import { NIGHT } from '../../../test/builders/fleet.ts';
import { anOrder } from '../../../test/builders/reboot-order.ts';
import { FakeFleet, type FleetShape } from '../../../test/fakes/fake-fleet.ts';
import type { RebootOrder } from './context.ts';
import { parseWindow } from '../../../lib/core/window.ts';
import { run } from './run.ts';

/** Nine brokers in three zones, of which 1, 2 and 3 vote; every partition has a replica in each zone. */
const NINE: FleetShape = {
  nodes: 9,
  voters: [1, 2, 3],
  partitions: [
    [1, 2, 3],
    [4, 5, 6],
    [7, 8, 9],
    [1, 5, 9],
    [4, 8, 3],
    [7, 2, 6],
  ].map((replicas, index) => ({ topic: `topic-${String(index)}`, replicas, minimum: 2 })),
};

const withSettings = (change: Partial<RebootOrder['settings']>): RebootOrder =>
  anOrder({ settings: { ...anOrder().settings, ...change } });

const stopped = (fleet: FakeFleet): string[] =>
  fleet.calls.filter((call) => call.startsWith('ec2.stop')).map((call) => call.replace('ec2.stop i-', ''));

describe('a sliding window', () => {
  test('stops several nodes at once, one voter at most, the active controller last, and is faster', async () => {
    const serial = new FakeFleet(NINE);
    await run(anOrder(), serial.ports());
    const fleet = new FakeFleet(NINE);
    const report = await run(withSettings({ maxUnavailable: { nodes: 3 } }), fleet.ports());
    expect(report.status).toBe('completed');
    expect(fleet.violations).toEqual([]);
    expect(fleet.mostAway).toBe(3);
    expect(serial.mostAway).toBe(1);
    expect(stopped(fleet).toSorted()).toEqual(['1', '2', '3', '4', '5', '6', '7', '8', '9']);
    expect(stopped(fleet).at(-1)).toBe('1');
    expect(fleet.now - NIGHT).toBeLessThan((serial.now - NIGHT) * 0.7);
  });

  test('is as narrow as the replicas make it', async () => {
    const everywhere = { topic: 'everywhere', replicas: [4, 5, 6, 7, 8, 9], minimum: 5 };
    const fleet = new FakeFleet({ ...NINE, partitions: [...NINE.partitions, everywhere] });
    const report = await run(withSettings({ maxUnavailable: { percent: 50 } }), fleet.ports());
    expect(report.status).toBe('completed');
    expect(fleet.violations).toEqual([]);
  });

  test('a percentage is rounded down, but never to nothing', async () => {
    const fleet = new FakeFleet(NINE);
    await run(withSettings({ maxUnavailable: { percent: 10 } }), fleet.ports());
    expect(fleet.mostAway).toBe(1);
  });
});

describe('a pause', () => {
  test('canary: after one node, with exit code 0; the next run goes on from there', async () => {
    const fleet = new FakeFleet(NINE);
    const report = await run(withSettings({ canary: true }), fleet.ports());
    expect(report).toMatchObject({ status: 'paused', problems: [] });
    expect(stopped(fleet)).toHaveLength(1);
    expect(report.remaining).toHaveLength(8);
    const next = await run(anOrder({ run: 'run-2' }), fleet.ports());
    expect(next).toMatchObject({ status: 'completed', resumed: true, cycle: report.cycle });
    expect(stopped(fleet)).toHaveLength(9);
  });

  test('a measured restart that is longer than the whole time budget does not keep every run from its first stop', async () => {
    const fleet = new FakeFleet({
      nodes: 3,
      partitions: [{ topic: 'orders', replicas: [1, 2, 3], minimum: 2 }],
    });
    await run(anOrder(), fleet.ports());
    const statuses: string[] = [];
    for (const name of ['run-2', 'run-3', 'run-4'])
      statuses.push((await run(anOrder({ run: name, timeBudget: 30_000 }), fleet.ports())).status);
    expect(statuses).toEqual(['paused', 'paused', 'completed']);
    expect(stopped(fleet)).toHaveLength(6);
    expect(fleet.violations).toEqual([]);
  });

  test('outside the maintenance window nothing is stopped', async () => {
    const fleet = new FakeFleet(NINE);
    const report = await run(withSettings({ window: parseWindow('Wed 03:00-05:00 UTC') }), fleet.ports());
    expect(report.status).toBe('paused');
    expect(report.warnings).toEqual(['paused: now is outside the window Wed 03:00-05:00 UTC']);
    expect(stopped(fleet)).toEqual([]);
  });

  test('a restart that is longer than the whole window is begun, which is warned of once', async () => {
    const fleet = new FakeFleet({ ...NINE, nodes: 3, partitions: NINE.partitions.slice(0, 1) });
    for (const machine of fleet.machines) machine.times = { ...machine.times, catchUp: 60_000 };
    await run(anOrder(), fleet.ports());
    await fleet.clock.sleep(NIGHT + 86_400_000 - fleet.now);
    const window = parseWindow('daily 03:00-03:01 UTC');
    const report = await run(withSettings({ window, maxUnavailable: { nodes: 2 } }), fleet.ports());
    expect(report.status).toBe('paused');
    expect(stopped(fleet)).toHaveLength(4);
    expect(report.warnings.filter((text) => text.includes('lasts 1m00s, and a restart may'))).toHaveLength(1);
    expect(fleet.violations).toEqual([]);
  });

  test('when the time budget no longer holds a restart: what is in flight is finished, nothing is left down', async () => {
    const fleet = new FakeFleet(NINE);
    const report = await run(anOrder({ timeBudget: 40_000 }), fleet.ports());
    expect(report.status).toBe('paused');
    expect(report.warnings[0]).toContain('paused: time-budget has');
    expect(stopped(fleet)).toHaveLength(1);
    expect(fleet.idsIn('stopping', 'stopped', 'pending')).toEqual([]);
    expect(fleet.records.at(-1)?.state).toBe('cycle-paused');
  });
});

describe('what is selected', () => {
  test('nodes by name', async () => {
    const fleet = new FakeFleet(NINE);
    const order = anOrder({ selection: { nodes: ['broker-5', 'broker-4'], only: { kind: 'all' } } });
    expect(await run(order, fleet.ports())).toMatchObject({ status: 'completed', remaining: [] });
    expect(stopped(fleet)).toEqual(['4', '5']);
  });

  test('a name that no node has is refused', async () => {
    const order = anOrder({ selection: { nodes: ['broker-10'], only: { kind: 'all' } } });
    const report = await run(order, new FakeFleet(NINE).ports());
    expect(report.status).toBe('halted');
    expect(report.problems).toMatchObject([{ what: 'the cluster has no node broker-10' }]);
  });

  test('stale nodes only; where none is, nothing is opened and nobody is told', async () => {
    const stale = anOrder({ selection: { nodes: [], only: { kind: 'stale', olderThan: 12 * 3_600_000 } } });
    const fleet = new FakeFleet(NINE);
    for (const machine of fleet.machines.slice(2)) machine.launchTime = NIGHT - 3_600_000;
    expect((await run(stale, fleet.ports())).status).toBe('completed');
    expect(stopped(fleet)).toEqual(['2', '1']);
    const slack = fleet.slack.length;
    expect((await run({ ...stale, run: 'run-2' }, fleet.ports())).status).toBe('nothing-to-do');
    expect(fleet.slack).toHaveLength(slack);
  });
});

describe('recovery', () => {
  test('mode recover starts what is down and stops nothing', async () => {
    const fleet = new FakeFleet(NINE);
    fleet.machines[4]?.beDown();
    expect((await run(withSettings({ mode: 'recover' }), fleet.ports())).status).toBe('completed');
    expect(fleet.calls.filter((call) => call.startsWith('ec2.st'))).toEqual(['ec2.start i-5']);
    expect(fleet.idsIn('stopped')).toEqual([]);
  });

  test.each(['ours', 'none'] as const)(
    'recover: %s leaves a node alone that somebody else stopped, and halts',
    async (recover) => {
      const fleet = new FakeFleet(NINE);
      fleet.machines[4]?.beDown();
      const report = await run(withSettings({ recover }), fleet.ports());
      expect(report.status).toBe('halted');
      expect(fleet.calls.filter((call) => call.startsWith('ec2.st'))).toEqual([]);
      expect(report.problems.map(({ what }) => what).slice(0, 2)).toEqual([
        expect.stringContaining('the instance of broker-5 is stopped'),
        expect.stringContaining('broker 5 is not registered'),
      ]);
    },
  );

  test('a node to repair is restarted first, though its partitions lack it', async () => {
    const fleet = new FakeFleet(NINE);
    const broken = fleet.machines[5];
    if (broken) broken.inSyncAt = Infinity;
    expect((await run(anOrder(), fleet.ports())).status).toBe('halted');
    const allowances = { ...anOrder().settings.allowances, repair: 'broker-6' as never };
    const report = await run(withSettings({ allowances }), fleet.ports());
    expect(report.status).toBe('completed');
    expect(stopped(fleet)[0]).toBe('6');
    expect(fleet.violations).toEqual([]);
  });
});
