import { describe, expect, test } from '@jest/globals';
import { anOrder } from '../../../test/builders/reboot-order.ts';
import { FakeFleet, type FleetShape } from '../../../test/fakes/fake-fleet.ts';
import type { LedgerRecord } from './core/ledger.ts';
import { nodeName } from './core/node.ts';
import { INTENT_TAG, PARKED_TAG, writeMark } from './core/tags.ts';
import { run } from './run.ts';

/** Two machines' clocks may differ by so much, in milliseconds. */
const CLOCK_MARGIN = 10_000;

const THREE: FleetShape = {
  nodes: 3,
  partitions: [{ topic: 'orders', replicas: [1, 2, 3], minimum: 2 }],
};

const callsOf = (fleet: FakeFleet, kind: string): string[] =>
  fleet.calls.filter((call) => call.startsWith(kind));
const tagsOf = (fleet: FakeFleet, key: string): (string | undefined)[] =>
  fleet.machines.map(({ tags }) => tags[key]);

describe('a stop that another run announced', () => {
  const node = nodeName('broker-3');

  /** An older run has announced it just now in a cycle of its own, and may make its call for a minute. */
  function announced(fleet: FakeFleet, ahead = 0): number {
    const now = fleet.now + ahead;
    const entry = { cycle: 'theirs', at: now, run: 'run-0' } as const;
    const certificate = { node, at: now, tightest: null, voters: null };
    const launchTime = fleet.machines[2]?.launchTime ?? 0;
    const records: LedgerRecord[] = [
      { ...entry, state: 'cycle-opened', nodes: [node], selection: 'broker-3' },
      { ...entry, state: 'stopping', node, certificate, launchTime, expires: now + 60_000, by: 'stop-start' },
    ];
    fleet.records.push(...records);
    return now + 60_000 + CLOCK_MARGIN;
  }

  test('in a cycle that is abandoned is waited for: its call may still come', async () => {
    const fleet = new FakeFleet(THREE);
    const until = announced(fleet);
    let firstStop = 0;
    fleet.onCall = (label) => {
      if (label.startsWith('before ec2.stop') && firstStop === 0) firstStop = fleet.now;
    };
    const report = await run(anOrder(), fleet.ports());
    expect(report.status).toBe('completed');
    expect(firstStop).toBeGreaterThan(until);
    const states = fleet.records.map(({ state, cycle }) => `${state} ${cycle === 'theirs' ? 'theirs' : ''}`);
    expect(states.slice(2, 5)).toEqual(['not-stopped theirs', 'cycle-abandoned theirs', 'cycle-opened ']);
  });

  test('by a clock that is a day ahead is waited for no longer than it can last', async () => {
    const fleet = new FakeFleet(THREE);
    announced(fleet, 86_400_000);
    const begun = fleet.now;
    let waited = 0;
    fleet.onCall = (label) => {
      if (label === 'before ledger.append not-stopped') waited = fleet.now - begun;
    };
    expect((await run(anOrder(), fleet.ports())).status).toBe('completed');
    expect(waited).toBeGreaterThan(60_000 + CLOCK_MARGIN);
    expect(waited).toBeLessThan(120_000);
  });

  test('is waited for within the time budget only', async () => {
    const fleet = new FakeFleet(THREE);
    announced(fleet);
    const report = await run(anOrder({ timeBudget: 30_000 }), fleet.ports());
    expect(report).toMatchObject({ status: 'paused', problems: [] });
    expect(callsOf(fleet, 'ec2.stop')).toEqual([]);
  });

  test('and that does take place is brought back first', async () => {
    const fleet = new FakeFleet(THREE);
    announced(fleet);
    const ports = fleet.ports();
    let stopped = false;
    const sleep: typeof ports.clock.sleep = async (milliseconds, until) => {
      await ports.clock.sleep(milliseconds, until);
      if (!stopped && milliseconds > 10_000) {
        stopped = true;
        fleet.machines[2]?.stop(fleet.now);
      }
    };
    const report = await run(anOrder(), { ...ports, clock: { ...ports.clock, sleep } });
    expect(report.status).toBe('completed');
    expect(callsOf(fleet, 'ec2.st')[0]).toBe('ec2.start i-3');
    expect(fleet.mostAway).toBe(1);
    expect(fleet.violations).toEqual([]);
  });

  test('of a node that is parked now and stays stopped is not waited for', async () => {
    const fleet = new FakeFleet({ ...THREE, nodes: 4, voters: [1, 2, 3] });
    const machine = fleet.machines[3];
    const record = { cycle: 'theirs', at: fleet.now };
    if (machine)
      machine.tags = { ...machine.tags, [PARKED_TAG]: 'true', [INTENT_TAG]: writeMark(record, 'run-0') };
    machine?.beDown();
    const report = await run(anOrder(), fleet.ports());
    expect(report.status).toBe('completed');
    expect(callsOf(fleet, 'ec2.start')).not.toContain('ec2.start i-4');
  });

  test('known by its tag alone is waited for as well', async () => {
    const fleet = new FakeFleet(THREE);
    const { now } = fleet;
    const machine = fleet.machines[2];
    if (machine)
      machine.tags = { ...machine.tags, [INTENT_TAG]: writeMark({ cycle: 'theirs', at: now }, 'run-0') };
    let firstStop = 0;
    fleet.onCall = (label) => {
      if (label.startsWith('before ec2.stop') && firstStop === 0) firstStop = fleet.now;
    };
    await run(anOrder(), fleet.ports());
    expect(firstStop).toBeGreaterThan(now + 60_000 + CLOCK_MARGIN);
    expect(tagsOf(fleet, INTENT_TAG)).toEqual([undefined, undefined, undefined]);
  });
});

test('a stop has as long as its proof lasts, and no longer', async () => {
  const fleet = new FakeFleet(THREE);
  const ports = fleet.ports();
  const ends: number[] = [];
  const stop: typeof ports.instances.stop = (id, within) => {
    ends.push(fleet.now + within);
    return ports.instances.stop(id, within);
  };
  await run(anOrder(), { ...ports, instances: { ...ports.instances, stop } });
  const proofs = fleet.records.flatMap((record) =>
    record.state === 'stopping' ? (record.certificate?.at ?? []) : [],
  );
  expect(ends).toEqual(proofs.map((at) => at + 30_000));
  expect(ends).toHaveLength(3);
});
