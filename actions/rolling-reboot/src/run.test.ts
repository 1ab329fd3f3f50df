import { describe, expect, test } from '@jest/globals';
import { WorldFailure } from '../../../lib/core/world-failure.ts';
import { anOrder } from '../../../test/builders/reboot-order.ts';
import { FakeFleet, type FleetShape } from '../../../test/fakes/fake-fleet.ts';
import { PARKED_TAG } from './core/tags.ts';
import { run } from './run.ts';

const THREE: FleetShape = {
  nodes: 3,
  partitions: [
    { topic: 'orders', replicas: [1, 2, 3], minimum: 2 },
    { topic: 'payments', replicas: [2, 3, 1], minimum: 2 },
  ],
};

const stops = (fleet: FakeFleet): string[] => fleet.calls.filter((call) => call.startsWith('ec2.stop'));

describe('a whole cycle', () => {
  test('restarts every node once, the active controller last, and leaves nothing behind', async () => {
    const fleet = new FakeFleet(THREE);
    fleet.quorumLeader = 2;
    const report = await run(anOrder(), fleet.ports());
    expect(report.status).toBe('completed');
    expect(stops(fleet)).toEqual(['ec2.stop i-1', 'ec2.stop i-3', 'ec2.stop i-2']);
    expect(fleet.violations).toEqual([]);
    expect(fleet.idsIn('stopping', 'stopped', 'pending')).toEqual([]);
    expect(fleet.records.map(({ state }) => state)).toEqual([
      'cycle-opened',
      'topics',
      ...[1, 2, 3].flatMap(() => ['stopping', 'stopped', 'restarted']),
      'cycle-closed',
    ]);
    expect(new Set(fleet.records.map(({ cycle }) => cycle))).toEqual(new Set([report.cycle]));
    expect(fleet.slack).toHaveLength(2);
    expect(report.remaining).toEqual([]);
    expect(fleet.machines.some(({ tags }) => 'rolling-reboot:intent' in tags)).toBe(false);
  });

  test('never polls by the node that is next, and logs the hand-over', async () => {
    const fleet = new FakeFleet(THREE);
    fleet.quorumLeader = 3;
    const report = await run(anOrder(), fleet.ports());
    expect(report.pollingBrokers).toEqual([2, 1]);
    expect(fleet.log.filter((line) => line.includes('handed over'))).toEqual([
      'polling broker: broker 1 (handed over from broker 2, which is next)',
    ]);
  });

  test('leaves a parked node alone', async () => {
    const fleet = new FakeFleet({
      nodes: 5,
      partitions: [{ topic: 'orders', replicas: [1, 2, 3], minimum: 2 }],
    });
    const parked = fleet.machines[4];
    parked?.beDown();
    if (parked) parked.tags = { ...parked.tags, [PARKED_TAG]: 'true' };
    const report = await run(anOrder(), fleet.ports());
    expect(report.status).toBe('completed');
    expect(fleet.calls).not.toContain('ec2.start i-5');
    expect(fleet.violations).toEqual([]);
  });
});

describe('a dry run', () => {
  test('plans the same order and changes nothing at all', async () => {
    const fleet = new FakeFleet(THREE);
    const report = await run(anOrder({ dryRun: true }), fleet.ports());
    expect(report.status).toBe('planned');
    expect(report.plan?.steps.map(({ node, action }) => `${action} ${node}`)).toEqual([
      'restart broker-2',
      'restart broker-3',
      'restart broker-1',
    ]);
    expect(fleet.calls).toEqual([]);
  });

  test('plans the start of a stopped node before anything else', async () => {
    const fleet = new FakeFleet(THREE);
    const down = fleet.machines[1];
    down?.beDown();
    const report = await run(anOrder({ dryRun: true }), fleet.ports());
    expect(report.plan?.steps.map(({ node, action }) => `${action} ${node}`).at(0)).toBe('start broker-2');
    expect(report.plan?.problems).toEqual([]);
    expect(fleet.calls).toEqual([]);
  });
});

describe('what it refuses', () => {
  test('a topic without room for one replica less, by name, before the first stop', async () => {
    const fleet = new FakeFleet({
      ...THREE,
      partitions: [...THREE.partitions, { topic: 'logs', replicas: [1], minimum: 1 }],
    });
    const report = await run(anOrder(), fleet.ports());
    expect(report.status).toBe('halted');
    expect(report.problems.map(({ where }) => where)).toEqual(['topic logs']);
    expect(stops(fleet)).toEqual([]);
  });

  test('to go on when the ledger cannot be written: the node is not stopped', async () => {
    const fleet = new FakeFleet(THREE);
    fleet.failures.set('ledger.append stopping', [new WorldFailure('NOT_ENOUGH_REPLICAS')]);
    const report = await run(anOrder(), fleet.ports());
    expect(report.status).toBe('halted');
    expect(report.problems[0]?.what).toContain('NOT_ENOUGH_REPLICAS');
    expect(stops(fleet)).toEqual([]);
  });

  test('to stop anything when no broker answers', async () => {
    const fleet = new FakeFleet(THREE);
    fleet.kafkaDown = true;
    const report = await run(anOrder(), fleet.ports());
    expect(report.status).toBe('halted');
    expect(stops(fleet)).toEqual([]);
  });

  test('an empty match of the filters', async () => {
    const fleet = new FakeFleet({ ...THREE, nodes: 0 });
    await expect(run(anOrder(), fleet.ports())).rejects.toThrow('no instance matches');
  });
});

describe('a broker that dies while a stop is announced', () => {
  test('is seen before the stop: the node is not stopped, its intent is dropped, and the run halts', async () => {
    const fleet = new FakeFleet(THREE);
    fleet.onCall = (moment) => {
      if (moment !== 'after ledger.append stopping') return;
      Object.assign(fleet.machines[2] ?? {}, { registersAt: Infinity, inSyncAt: Infinity });
    };
    const report = await run(anOrder(), fleet.ports());
    expect(report.status).toBe('halted');
    expect(stops(fleet)).toEqual([]);
    expect(fleet.records.map(({ state }) => state)).toEqual([
      'cycle-opened',
      'topics',
      'stopping',
      'not-stopped',
      'cycle-halted',
    ]);
    expect(fleet.machines.some(({ tags }) => 'rolling-reboot:intent' in tags)).toBe(false);
    expect(report.warnings).toEqual([
      'broker-2 is not stopped, and is proved anew: broker 3 is not registered in the view of every broker',
      expect.stringContaining('broker-3 is down, and this run did not stop it'),
    ]);
  });
});

describe('failures in the middle', () => {
  test('a stop whose answer is lost: the node is brought up again and the run halts', async () => {
    const fleet = new FakeFleet(THREE);
    let armed = true;
    fleet.onCall = (moment) => {
      if (armed && moment === 'after ec2.stop i-2') {
        armed = false;
        throw new WorldFailure('the connection was reset');
      }
    };
    const report = await run(anOrder(), fleet.ports());
    expect(report.status).toBe('halted');
    expect(fleet.calls).toContain('ec2.start i-2');
    expect(fleet.slack.filter((text) => text.includes('halted'))).toHaveLength(1);
  });

  test('a capacity error on start: tried again, nothing else is stopped', async () => {
    const fleet = new FakeFleet(THREE);
    const capacity = new WorldFailure('InsufficientInstanceCapacity');
    fleet.failures.set('ec2.start i-2', [capacity, capacity]);
    const report = await run(anOrder(), fleet.ports());
    expect(report.status).toBe('halted');
    expect(stops(fleet)).toEqual(['ec2.stop i-2']);
    expect(fleet.calls).toContain('ec2.start i-2');
  });

  test('a node that does not come back: halts after sync-timeout and names it', async () => {
    const fleet = new FakeFleet(THREE);
    fleet.onCall = (moment) => {
      const machine = fleet.machines[1];
      if (moment === 'after ec2.start i-2' && machine) machine.registersAt = Infinity;
    };
    const report = await run(anOrder(), fleet.ports());
    expect(report.status).toBe('halted');
    expect(report.problems[0]?.where).toBe('broker-2 (i-2)');
    expect(report.problems[0]?.what).toContain('sync-timeout');
    expect(stops(fleet)).toEqual(['ec2.stop i-2']);
  });
});
