import { describe, expect, test } from '@jest/globals';
import { WorldFailure } from '../../../lib/core/world-failure.ts';
import { anOrder } from '../../../test/builders/reboot-order.ts';
import { FakeFleet, type FleetShape } from '../../../test/fakes/fake-fleet.ts';
import { Killed } from '../../../test/fakes/fake-process.ts';
import type { RebootOrder } from './context.ts';
import { DONE_TAG, INTENT_TAG } from './core/tags.ts';
import { run } from './run.ts';

const THREE: FleetShape = {
  nodes: 3,
  partitions: [{ topic: 'orders', replicas: [1, 2, 3], minimum: 2 }],
};

const callsOf = (fleet: FakeFleet, kind: string): string[] =>
  fleet.calls.filter((call) => call.startsWith(kind));
const tagsOf = (fleet: FakeFleet, key: string): (string | undefined)[] =>
  fleet.machines.map(({ tags }) => tags[key]);

/** Runs until the given call, and leaves everything as it is then. */
async function killedAt(moment: string | number, order: RebootOrder = anOrder()): Promise<FakeFleet> {
  const fleet = new FakeFleet(THREE);
  let count = -1;
  fleet.onCall = (label) => {
    count += 1;
    if (label === moment || count === moment) throw new Killed();
  };
  await expect(run(order, fleet.ports())).rejects.toThrow(Killed);
  fleet.onCall = () => undefined;
  return fleet;
}

async function moments(): Promise<string[]> {
  const fleet = new FakeFleet(THREE);
  const all: string[] = [];
  fleet.onCall = (moment) => void all.push(moment);
  await run(anOrder(), fleet.ports());
  return all;
}

describe('the order: fence, read, start what is down, stop', () => {
  const start = (fleet: FakeFleet, call: string): number => fleet.calls.indexOf(call);

  test('older runs are fenced before anything is started', async () => {
    const fleet = new FakeFleet(THREE);
    fleet.machines[1]?.beDown();
    const report = await run(anOrder(), fleet.ports());
    expect(report.status).toBe('completed');
    expect(start(fleet, 'ledger.fence')).toBe(0);
    expect(start(fleet, 'ec2.start i-2')).toBeGreaterThan(0);
  });

  test('where Kafka cannot be reached nodes are started all the same, and the fence comes before any stop', async () => {
    const fleet = new FakeFleet(THREE);
    fleet.machines[1]?.beDown();
    fleet.failures.set('ledger.fence', [new WorldFailure('no broker answers')]);
    const report = await run(anOrder(), fleet.ports());
    expect(report.status).toBe('completed');
    expect(fleet.calls[0]).toBe('ec2.start i-2');
    expect(start(fleet, 'ledger.prepare')).toBeLessThan(start(fleet, 'ec2.stop i-3'));
    expect(report.warnings).toEqual(['no broker answers']);
  });

  test('what cannot be fenced at all stops nothing', async () => {
    const fleet = new FakeFleet(THREE);
    const refused = new WorldFailure('TRANSACTIONAL_ID_AUTHORIZATION_FAILED');
    fleet.failures.set('ledger.fence', [refused]);
    fleet.failures.set('ledger.prepare', [refused]);
    const report = await run(anOrder(), fleet.ports());
    expect(report.status).toBe('halted');
    expect(callsOf(fleet, 'ec2.')).toEqual([]);
  });

  test('a run that only recovers fences nobody: a cycle that is under way goes on', async () => {
    const fleet = new FakeFleet(THREE);
    fleet.machines[1]?.beDown();
    await run(anOrder({ settings: { ...anOrder().settings, mode: 'recover' } }), fleet.ports());
    expect(callsOf(fleet, 'ledger.')).toEqual([]);
    expect(callsOf(fleet, 'ec2.')).toEqual(['ec2.start i-2']);
  });
});

describe('any one source finds and starts a stopped node', () => {
  const ours = anOrder({ run: 'run-2', settings: { ...anOrder().settings, recover: 'ours' } });

  test.each([
    ['the ledger', (fleet: FakeFleet) => Reflect.deleteProperty(fleet.machines[1]?.tags ?? {}, INTENT_TAG)],
    ['the tag', (fleet: FakeFleet) => fleet.records.splice(0)],
  ])('%s', async (_, loseTheOther) => {
    const fleet = await killedAt('after ec2.stop i-2');
    loseTheOther(fleet);
    const report = await run(ours, fleet.ports());
    expect(report.status).toBe('completed');
    expect(callsOf(fleet, 'ec2.st').slice(0, 2)).toEqual(['ec2.stop i-2', 'ec2.start i-2']);
    expect(fleet.violations).toEqual([]);
  });

  test('a node that nobody of us stopped stays down', async () => {
    const fleet = new FakeFleet(THREE);
    fleet.machines[1]?.beDown();
    const report = await run(ours, fleet.ports());
    expect(report.status).toBe('halted');
    expect(callsOf(fleet, 'ec2.')).toEqual([]);
  });
});

describe('without the state topic', () => {
  test('killed at any moment: the tags continue the cycle, and no node is stopped twice in it', async () => {
    const continued: string[] = [];
    for (const [index, moment] of (await moments()).entries()) {
      const fleet = await killedAt(index);
      const tagged = new Set(tagsOf(fleet, DONE_TAG));
      const isBegun = tagsOf(fleet, INTENT_TAG).some(Boolean) || (tagged.size > 1 && tagged.has(undefined));
      if (!isBegun) continue;
      fleet.records.splice(0);
      const report = await run(anOrder({ run: 'run-2' }), fleet.ports());
      const outcome = { moment, resumed: report.resumed, stops: callsOf(fleet, 'ec2.stop').toSorted() };
      expect(outcome).toEqual({
        moment,
        resumed: true,
        stops: ['ec2.stop i-1', 'ec2.stop i-2', 'ec2.stop i-3'],
      });
      expect({ moment, intents: tagsOf(fleet, INTENT_TAG) }).toEqual({
        moment,
        intents: [undefined, undefined, undefined],
      });
      continued.push(moment);
    }
    expect(continued.length).toBeGreaterThan(30);
  }, 60_000);

  test('the cycle is recorded anew, under its id and its time', async () => {
    const fleet = await killedAt('after ec2.start i-3');
    const [opened] = fleet.records.splice(0);
    await run(anOrder({ run: 'run-2' }), fleet.ports());
    expect(fleet.records[0]).toMatchObject({ ...opened, run: 'run-2', nodes: expect.any(Array) as unknown });
  });

  test('a cycle of other nodes is abandoned, and so is one that is too old', async () => {
    for (const change of [
      { selection: { nodes: ['broker-2'], only: { kind: 'all' } } },
      { cycleMaxAge: 1 },
    ] as const) {
      const fleet = await killedAt('after ec2.start i-3');
      fleet.records.splice(0);
      const report = await run(anOrder({ run: 'run-2', ...change }), fleet.ports());
      expect(report).toMatchObject({ status: 'completed', resumed: false });
      expect(fleet.records.map(({ state }) => state)).toContain('cycle-abandoned');
      expect(callsOf(fleet, 'ec2.stop i-2')).toHaveLength(2);
    }
  });
});

test('tags of a cycle that is closed skip no node of the next one', async () => {
  const fleet = new FakeFleet(THREE);
  await run(anOrder(), fleet.ports());
  const marks = new Set(tagsOf(fleet, DONE_TAG));
  expect([...marks]).toEqual([expect.stringMatching(/^\S+\/2026-01-06T\S+Z$/)]);
  fleet.clock.now += 3_600_000;
  const report = await run(anOrder({ run: 'run-2' }), fleet.ports());
  expect(report.resumed).toBe(false);
  expect(callsOf(fleet, 'ec2.stop')).toHaveLength(6);
  expect(new Set(tagsOf(fleet, DONE_TAG)).size).toBe(1);
  expect(tagsOf(fleet, DONE_TAG)[0]).not.toBe([...marks][0]);
});
