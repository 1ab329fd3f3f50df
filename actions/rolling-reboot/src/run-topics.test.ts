import { describe, expect, test } from '@jest/globals';
import { anOrder } from '../../../test/builders/reboot-order.ts';
import { FakeFleet, type FleetShape } from '../../../test/fakes/fake-fleet.ts';
import type { RebootOrder } from './context.ts';
import type { Report } from './core/report.ts';
import { DONE_TAG } from './core/tags.ts';
import { run } from './run.ts';

const ORDERS = { topic: 'orders', replicas: [1, 2, 3], minimum: 2 } as const;
const LOGS = { topic: 'logs', replicas: [2, 3, 1], minimum: 2 } as const;
const THREE: FleetShape = { nodes: 3, partitions: [ORDERS, LOGS] };

const stops = (fleet: FakeFleet): string[] => fleet.calls.filter((call) => call.startsWith('ec2.stop'));

/** Runs while the principal may not see these topics: the list lacks them, and only who asks by name learns why. */
function runBlindTo(hidden: readonly string[], fleet: FakeFleet, order: RebootOrder): Promise<Report> {
  const ports = fleet.ports();
  fleet.kafka.partitions = fleet.kafka.partitions.filter(({ topic }) => !hidden.includes(topic));
  const hiddenTopics = (expected: readonly string[]) =>
    Promise.resolve(expected.filter((topic) => hidden.includes(topic)));
  return run(order, { ...ports, kafka: { ...ports.kafka, hiddenTopics } });
}

describe('topics of the last cycle', () => {
  async function afterOneCycle(): Promise<FakeFleet> {
    const fleet = new FakeFleet(THREE);
    expect((await run(anOrder(), fleet.ports())).status).toBe('completed');
    fleet.calls.splice(0);
    return fleet;
  }

  test('that are hidden now stop the run before the first stop, with the command that mends it', async () => {
    const fleet = await afterOneCycle();
    const report = await runBlindTo(['logs'], fleet, anOrder({ run: 'run-2' }));
    expect(report.status).toBe('halted');
    expect(report.problems.map(({ where }) => where)).toEqual(['topic logs']);
    expect(report.problems[0]?.fix).toContain('kafka-acls.sh');
    expect(stops(fleet)).toEqual([]);
  });

  test('that are hidden now are told by a dry run', async () => {
    const fleet = await afterOneCycle();
    const report = await runBlindTo(['logs'], fleet, anOrder({ dryRun: true }));
    expect(report.problems.map(({ where }) => where)).toEqual(['topic logs']);
    expect(fleet.calls).toEqual([]);
  });

  test('that were deleted since are no reason to halt', async () => {
    const fleet = await afterOneCycle();
    fleet.kafka.partitions = [ORDERS];
    const report = await runBlindTo([], fleet, anOrder({ run: 'run-2' }));
    expect(report.status).toBe('completed');
  });
});

describe('in the middle of a cycle', () => {
  const at = (fleet: FakeFleet, moment: string, change: () => void): void => {
    fleet.onCall = (label) => {
      if (label === moment) change();
    };
  };

  test('a topic that is deleted, and one that is created, are taken as they come', async () => {
    const fleet = new FakeFleet(THREE);
    at(fleet, 'after ec2.stop i-2', () => {
      fleet.kafka.partitions = [ORDERS, { topic: 'new', replicas: [3, 2, 1], minimum: 2 }];
    });
    const report = await run(anOrder(), fleet.ports());
    expect(report.status).toBe('completed');
    expect(report.certificates.slice(1).map(({ tightest }) => tightest?.topic)).not.toContain('logs');
    expect(fleet.violations).toEqual([]);
  });

  test('a topic that is created without a replica to spare stops no further node, and brings ours back', async () => {
    const fleet = new FakeFleet(THREE);
    at(fleet, 'after ec2.start i-2', () => {
      fleet.kafka.partitions = [ORDERS, { topic: 'rash', replicas: [3], minimum: 1 }];
    });
    const report = await run(anOrder(), fleet.ports());
    expect(report.status).toBe('halted');
    expect(report.problems.map(({ where }) => where)).toEqual(['topic rash']);
    expect(stops(fleet)).toEqual(['ec2.stop i-2']);
    expect(fleet.idsIn('stopping', 'stopped')).toEqual([]);
  });
});

describe('a state topic with one replica', () => {
  const STATE = { topic: '_rolling-reboot', replicas: [2], minimum: 1 } as const;

  test('blocks nobody: the tags are the ledger while its broker is away', async () => {
    const fleet = new FakeFleet({ ...THREE, partitions: [ORDERS, STATE] });
    const report = await run(anOrder(), fleet.ports());
    expect(report.status).toBe('completed');
    expect(stops(fleet)).toHaveLength(3);
    expect(report.warnings).toEqual([
      'topic _rolling-reboot: the state topic has one replica, so the tags of the instances are the ledger while its broker restarts',
      'the state topic is offline: the tags alone tell what is down',
    ]);
    const states = fleet.records.filter((record) => 'node' in record && record.node === 'broker-2');
    expect(states.map(({ state }) => state)).toEqual(['stopping', 'restarted']);
    expect(fleet.machines.every(({ tags }) => DONE_TAG in tags)).toBe(true);
  });

  test.each([
    ['with two replicas and a minimum of two', { ...STATE, replicas: [2, 3], minimum: 2 }],
    ['that is another topic', { ...STATE, topic: '__transaction_state' }],
  ])('is not excused %s', async (_, partition) => {
    const fleet = new FakeFleet({ ...THREE, partitions: [ORDERS, partition] });
    const report = await run(anOrder(), fleet.ports());
    expect(report.status).toBe('halted');
    expect(stops(fleet)).toEqual([]);
  });

  test('on the only broker of a cluster', async () => {
    const lone = { topic: 'orders', replicas: [1], minimum: 1 };
    const fleet = new FakeFleet({ nodes: 1, partitions: [lone, { ...STATE, replicas: [1] }] });
    const { settings } = anOrder();
    const allowances = {
      ...settings.allowances,
      unsafeQuorum: 'allow',
      unsafeTopics: new Set(['orders']),
    } as const;
    const report = await run(anOrder({ settings: { ...settings, allowances } }), fleet.ports());
    expect(report.status).toBe('completed');
    expect(stops(fleet)).toEqual(['ec2.stop i-1']);
  });
});
