import { describe, expect, test } from '@jest/globals';
import { WorldFailure } from '../../../lib/core/world-failure.ts';
import { anOrder } from '../../../test/builders/reboot-order.ts';
import { FakeFleet, type FleetShape } from '../../../test/fakes/fake-fleet.ts';
import { run } from './run.ts';

const THREE: FleetShape = {
  nodes: 3,
  partitions: [{ topic: 'orders', replicas: [1, 2, 3], minimum: 2 }],
};
const { settings } = anOrder();
const patient = anOrder({ settings: { ...settings, startTimeout: 3_600_000, syncTimeout: 3_600_000 } });

const about = (fleet: FakeFleet, words: string): string[] =>
  fleet.slack.filter((text) => text.includes(words));

describe('Slack is told once of each problem', () => {
  test('a node that is down for 15 and for 25 minutes', async () => {
    const fleet = new FakeFleet(THREE);
    const slow = fleet.machines[1];
    if (slow) slow.times = { ...slow.times, start: 1_620_000 };
    const report = await run(patient, fleet.ports());
    expect(report.status).toBe('completed');
    expect(about(fleet, 'broker-2 has been down for 15m00s')).toHaveLength(1);
    expect(about(fleet, 'broker-2 has been down for 25m00s')).toHaveLength(1);
    expect(about(fleet, 'for 10m00s waiting for broker-2 to start')).toHaveLength(1);
    expect(
      report.warnings.filter((warning) => warning.startsWith('broker-2 has been down for 15m00s')),
    ).toHaveLength(1);
  });

  test('a broker that the cluster still had when EC2 said stopped, in the log and in the report as well', async () => {
    const fleet = new FakeFleet(THREE);
    fleet.ec2.unseenFor = 12_000;
    const report = await run(anOrder(), fleet.ports());
    const words = 'broker-2 did not shut down cleanly';
    expect(about(fleet, words)).toHaveLength(1);
    expect(fleet.log.filter((line) => line.includes(words))).toHaveLength(1);
    expect(report.warnings.filter((warning) => warning.includes(words))).toHaveLength(1);
  });

  test('a broker that somebody else stops in the middle, which is brought back; no further node is stopped', async () => {
    const fleet = new FakeFleet(THREE);
    fleet.onCall = (label) => {
      if (label === 'after ledger.append restarted' && fleet.slack.length === 1) {
        fleet.machines[2]?.beStopped(fleet.now);
      }
    };
    const report = await run(anOrder(), fleet.ports());
    expect(report.status).toBe('completed');
    expect(about(fleet, 'broker-3')).toEqual([expect.stringContaining('this run did not stop it')]);
    expect(fleet.mostAway).toBe(1);
  });

  test('no room for an instance: at once, before it is tried again; a node that stays down: once more', async () => {
    const fleet = new FakeFleet(THREE);
    const capacity = new WorldFailure('InsufficientInstanceCapacity');
    const endless = Array.from({ length: 999 }, () => capacity);
    fleet.failures.set('ec2.start i-2', endless);
    let toldAt = 0;
    fleet.onCall = (label) => {
      if (label === 'after slack') toldAt = fleet.now;
    };
    const started = fleet.now;
    const report = await run(anOrder(), fleet.ports());
    expect(report.status).toBe('halted');
    expect(about(fleet, 'halted')).toHaveLength(1);
    expect(about(fleet, 'aws ec2 start-instances --instance-ids i-2')).toHaveLength(1);
    expect(toldAt - started).toBeGreaterThan(1_000_000);
    expect(report.problems.map(({ where }) => where)).toEqual(['the cycle', 'instance i-2']);
    expect(fleet.log.filter((line) => line.startsWith('restoring i-2')).length).toBeGreaterThan(30);
  });

  test('and when Slack takes nothing the cycle goes on', async () => {
    const fleet = new FakeFleet(THREE);
    const deaf = new WorldFailure('Slack did not take the message');
    fleet.failures.set('slack', [deaf, deaf, deaf]);
    const report = await run(anOrder(), fleet.ports());
    expect(report.status).toBe('completed');
    expect(report.warnings).toContain('Slack did not take the message');
  });
});

describe('a state message that cannot be written', () => {
  const refused = new WorldFailure('NOT_ENOUGH_REPLICAS');

  test('before a stop: the node is not stopped', async () => {
    const fleet = new FakeFleet(THREE);
    fleet.failures.set('ledger.append stopping', [refused]);
    const report = await run(anOrder(), fleet.ports());
    expect(report.status).toBe('halted');
    expect(fleet.calls.filter((call) => call.startsWith('ec2.'))).toEqual([]);
  });

  test('at the close: the cycle is not lost, the next run closes it and stops nothing', async () => {
    const fleet = new FakeFleet(THREE);
    fleet.failures.set('ledger.append cycle-closed', [refused]);
    const first = await run(anOrder(), fleet.ports());
    expect(first).toMatchObject({ status: 'halted', remaining: [] });
    const next = await run(anOrder({ run: 'run-2' }), fleet.ports());
    expect(next).toMatchObject({ status: 'completed', resumed: true, cycle: first.cycle, remaining: [] });
    expect(fleet.calls.filter((call) => call.startsWith('ec2.stop'))).toHaveLength(3);
    expect(fleet.records.at(-1)?.state).toBe('cycle-closed');
  });
});

test('a forecast that cannot be made is a warning, and the cycle goes on without', async () => {
  const fleet = new FakeFleet(THREE);
  const order = Object.defineProperty(anOrder(), 'mostSimulations', {
    get: () => {
      throw new Error('the simulated cycle does not end');
    },
  });
  const report = await run(order, fleet.ports());
  expect(report.status).toBe('completed');
  expect(report.warnings).toEqual(['there is no forecast: Error: the simulated cycle does not end']);
});
