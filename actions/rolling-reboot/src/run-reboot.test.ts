import { describe, expect, test } from '@jest/globals';
import { anOrder } from '../../../test/builders/reboot-order.ts';
import { FakeFleet, type FleetShape } from '../../../test/fakes/fake-fleet.ts';
import { Killed } from '../../../test/fakes/fake-process.ts';
import type { RebootOrder } from './context.ts';
import { run } from './run.ts';

const THREE: FleetShape = {
  nodes: 3,
  partitions: [
    { topic: 'orders', replicas: [1, 2, 3], minimum: 2 },
    { topic: 'payments', replicas: [2, 3, 1], minimum: 2 },
  ],
};

const byReboot = (change: Partial<RebootOrder> = {}, pollInterval = 5_000): RebootOrder =>
  anOrder({ settings: { ...anOrder().settings, mode: 'reboot', pollInterval }, ...change });

const moves = (fleet: FakeFleet): string[] => fleet.calls.filter((call) => /^ec2\.(st|reb)/.test(call));

const ONCE_EACH = ['ec2.reboot i-1', 'ec2.reboot i-2', 'ec2.reboot i-3'];

describe('a cycle in mode reboot', () => {
  test('reboots every node once, the active controller last, and stops and starts none', async () => {
    const fleet = new FakeFleet(THREE);
    const launched = fleet.machines.map(({ launchTime }) => launchTime);
    const report = await run(byReboot(), fleet.ports());
    expect(report).toMatchObject({ status: 'completed', remaining: [], warnings: [] });
    expect(moves(fleet)).toEqual(['ec2.reboot i-2', 'ec2.reboot i-3', 'ec2.reboot i-1']);
    expect(fleet.machines.map(({ launchTime }) => launchTime)).toEqual(launched);
    expect(fleet.violations).toEqual([]);
    expect(fleet.records.map(({ state }) => state)).toEqual([
      'cycle-opened',
      'topics',
      ...[1, 2, 3].flatMap(() => ['stopping', 'left', 'restarted']),
      'cycle-closed',
    ]);
    expect(report.nodes.every(({ times }) => times.left !== undefined)).toBe(true);
  });

  test('that EC2 accepts and never carries out halts: a node that never left was not rebooted', async () => {
    const fleet = new FakeFleet(THREE);
    for (const machine of fleet.machines) machine.ignoresReboots = true;
    const report = await run(byReboot(), fleet.ports());
    expect(report.status).toBe('halted');
    expect(report.problems[0]?.what).toContain('its reboot did not take place within stop-timeout (2m00s)');
    expect(moves(fleet)).toEqual(['ec2.reboot i-2']);
    expect(fleet.slack.filter((text) => text.includes('did not take place'))).toHaveLength(1);

    for (const machine of fleet.machines) machine.ignoresReboots = false;
    const next = await run(byReboot({ run: 'run-2' }), fleet.ports());
    expect(next).toMatchObject({ status: 'completed', cycle: report.cycle });
    expect(moves(fleet).slice(1).toSorted()).toEqual(ONCE_EACH);
  });

  test('halts within seconds when it must: EC2 never said anything but running', async () => {
    const fleet = new FakeFleet(THREE);
    const halted = async (cancelAt: string): Promise<number> => {
      let cancelled = 0;
      fleet.onCall = (moment) => {
        if (moment !== cancelAt) return;
        fleet.cancelled.abort('SIGTERM');
        cancelled = fleet.now;
      };
      expect((await run(byReboot(), fleet.ports())).status).toBe('halted');
      return fleet.now - cancelled;
    };
    expect(await halted('after ec2.reboot i-2')).toBeLessThan(10_000);
    expect(moves(fleet)).toEqual(['ec2.reboot i-2']);
    expect(fleet.remembered).toMatchObject([{ id: 'i-2', rebooted: true }]);
  });

  test('a rebooted instance that ends up stopped is started', async () => {
    const fleet = new FakeFleet(THREE);
    fleet.onCall = (moment) => {
      if (moment === 'after ec2.reboot i-2') fleet.machines[1]?.beDown();
    };
    expect((await run(byReboot(), fleet.ports())).status).toBe('completed');
    expect(moves(fleet)).toEqual(['ec2.reboot i-2', 'ec2.start i-2', 'ec2.reboot i-3', 'ec2.reboot i-1']);
  });

  test('starts what is stopped before the first reboot', async () => {
    const fleet = new FakeFleet(THREE);
    fleet.machines[2]?.beDown();
    expect((await run(byReboot(), fleet.ports())).status).toBe('completed');
    expect(moves(fleet)[0]).toBe('ec2.start i-3');
  });

  test('is planned as it is carried out', async () => {
    const fleet = new FakeFleet(THREE);
    const { plan } = await run(byReboot({ dryRun: true }), fleet.ports());
    expect(plan?.problems).toEqual([]);
    expect(plan?.steps.map(({ node }) => node)).toEqual(['broker-2', 'broker-3', 'broker-1']);
    expect(fleet.calls).toEqual([]);
  });

  test('does not continue a cycle of stops, but begins its own', async () => {
    const fleet = new FakeFleet(THREE);
    const canary = anOrder({ settings: { ...anOrder().settings, canary: true } });
    const paused = await run(canary, fleet.ports());
    const report = await run(byReboot({ run: 'run-2' }), fleet.ports());
    expect(report.cycle).not.toBe(paused.cycle);
    expect(fleet.records.find(({ state }) => state === 'cycle-abandoned')).toMatchObject({
      because: 'it restarts all nodes, now all nodes, by a reboot are asked for',
    });
    expect(moves(fleet).slice(2).toSorted()).toEqual(ONCE_EACH);
  });
});

describe('killed at any call of a cycle of reboots, then run again', () => {
  /** Kills the process at the given moment and leaves everything as it is then. */
  async function killedAt(index: number): Promise<FakeFleet> {
    const fleet = new FakeFleet(THREE);
    let count = -1;
    fleet.onCall = () => {
      count += 1;
      if (count >= index) throw new Killed();
    };
    await expect(run(byReboot(), fleet.ports())).rejects.toThrow(Killed);
    fleet.onCall = () => undefined;
    return fleet;
  }

  async function moments(): Promise<string[]> {
    const fleet = new FakeFleet(THREE);
    const all: string[] = [];
    fleet.onCall = (moment) => void all.push(moment);
    await run(byReboot(), fleet.ports());
    return all;
  }

  test('at once: the same cycle goes on, and no node is rebooted twice in it', async () => {
    for (const [index, moment] of (await moments()).entries()) {
      const fleet = await killedAt(index);
      const closed = fleet.records.at(-1)?.state === 'cycle-closed';
      const report = await run(byReboot({ run: 'run-2' }), fleet.ports());
      const rebooted = moves(fleet).toSorted();
      expect({ moment, status: report.status, violations: fleet.violations }).toEqual({
        moment,
        status: 'completed',
        violations: [],
      });
      expect({ moment, rebooted }).toEqual({
        moment,
        rebooted: closed ? [...ONCE_EACH, ...ONCE_EACH].toSorted() : ONCE_EACH,
      });
    }
  });

  test('an hour later: only what nobody saw leave is rebooted once more', async () => {
    for (const [index, moment] of (await moments()).entries()) {
      const fleet = await killedAt(index);
      if (fleet.records.length === 0 || fleet.records.at(-1)?.state === 'cycle-closed') continue;
      const left = fleet.records.filter(({ state }) => state === 'left').length;
      const unseen = moves(fleet).length - left;
      await fleet.clock.sleep(3_600_000);
      const report = await run(byReboot({ run: 'run-2' }), fleet.ports());
      expect({ moment, status: report.status, resumed: report.resumed }).toEqual({
        moment,
        status: 'completed',
        resumed: true,
      });
      expect({ moment, reboots: moves(fleet).length }).toEqual({ moment, reboots: 3 + unseen });
    }
  });
});
