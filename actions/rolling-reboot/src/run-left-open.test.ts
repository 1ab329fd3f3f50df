import { describe, expect, test } from '@jest/globals';
import { NIGHT } from '../../../test/builders/fleet.ts';
import { anOrder } from '../../../test/builders/reboot-order.ts';
import { FakeFleet } from '../../../test/fakes/fake-fleet.ts';
import { WorldFailure } from '../../../lib/core/world-failure.ts';
import { Killed } from '../../../test/fakes/fake-process.ts';
import type { RebootOrder } from './context.ts';
import { nodeName } from './core/node.ts';
import { INTENT_TAG, PARKED_TAG, writeMark } from './core/tags.ts';
import { run } from './run.ts';

/** What an earlier run left open is seen to, though nothing is selected any more. */
const HOUR = 3_600_000;
const stale = (change: Partial<RebootOrder> = {}): RebootOrder =>
  anOrder({ selection: { nodes: [], only: { kind: 'stale', olderThan: 12 * HOUR } }, ...change });

const aFleet = (): FakeFleet =>
  new FakeFleet({ nodes: 3, partitions: [{ topic: 'orders', replicas: [1, 2, 3], minimum: 2 }] });

/** Of its nodes only the second is stale. */
function oneStale(): FakeFleet {
  const fleet = aFleet();
  for (const id of [0, 2]) Object.assign(fleet.machines[id] ?? {}, { launchTime: NIGHT - HOUR });
  return fleet;
}

const isTagged = (fleet: FakeFleet): boolean => fleet.machines.some(({ tags }) => INTENT_TAG in tags);
const stopsOf = (fleet: FakeFleet): string[] => fleet.calls.filter((call) => call.startsWith('ec2.stop'));

/** Killed right after the start, so that the node's new LaunchTime takes it out of the selection. */
async function diedAfterTheStart(): Promise<FakeFleet> {
  const fleet = oneStale();
  const { ports } = fleet.enter((moment) => {
    if (moment === 'after ec2.start i-2') throw new Killed();
  });
  await expect(run(stale(), ports)).rejects.toThrow(Killed);
  await fleet.clock.sleep(5 * 60_000);
  return fleet;
}

describe('the only stale node was started, and its run died', () => {
  test('the next run closes the cycle, and takes the tag away', async () => {
    const fleet = await diedAfterTheStart();
    expect(isTagged(fleet)).toBe(true);
    const report = await run(stale({ run: 'run-2' }), fleet.ports());
    expect(report).toMatchObject({ status: 'completed', resumed: true, remaining: [] });
    expect(fleet.records.slice(-2)).toMatchObject([
      { state: 'restarted', node: 'broker-2' },
      { state: 'cycle-closed', restarted: ['broker-2'] },
    ]);
    expect(isTagged(fleet)).toBe(false);
    expect(stopsOf(fleet)).toEqual(['ec2.stop i-2']);
    const records = fleet.records.length;
    expect((await run(stale({ run: 'run-3' }), fleet.ports())).status).toBe('nothing-to-do');
    expect(fleet.records).toHaveLength(records);
  });

  test('where the records are lost the tag alone is enough', async () => {
    const fleet = await diedAfterTheStart();
    fleet.records.length = 0;
    await run(stale({ run: 'run-2' }), fleet.ports());
    expect(isTagged(fleet)).toBe(false);
    expect(fleet.records.at(-1)?.state).toBe('cycle-closed');
  });

  test('so does one that could not read the state topic at first', async () => {
    const fleet = await diedAfterTheStart();
    for (const machine of fleet.machines) Reflect.deleteProperty(machine.tags, INTENT_TAG);
    fleet.failures.set('ledger.fence', [new WorldFailure('no broker answers')]);
    const report = await run(stale({ run: 'run-2' }), fleet.ports());
    expect(report.status).toBe('completed');
    expect(fleet.records.at(-1)?.state).toBe('cycle-closed');
  });
});

test('nodes of an open cycle that are not stale any more are not restarted', async () => {
  const fleet = aFleet();
  const { ports } = fleet.enter((moment) => {
    if (moment === 'after ec2.start i-2') throw new Killed();
  });
  await expect(run(stale(), ports)).rejects.toThrow(Killed);
  await fleet.clock.sleep(5 * 60_000);
  for (const id of [0, 2]) Object.assign(fleet.machines[id] ?? {}, { launchTime: fleet.now - 1_000 });
  const report = await run(stale({ run: 'run-2' }), fleet.ports());
  expect(report).toMatchObject({ status: 'completed', remaining: [] });
  expect(stopsOf(fleet)).toEqual(['ec2.stop i-2']);
  expect(fleet.records.at(-1)).toMatchObject({ state: 'cycle-closed', restarted: ['broker-2'] });
});

test('a cycle that asks for something else is abandoned, and no new one is opened', async () => {
  const fleet = oneStale();
  Object.assign(fleet.machines[1] ?? {}, { launchTime: NIGHT - HOUR });
  const nodes = [nodeName('broker-2')];
  const entry = { cycle: 'theirs', at: NIGHT - 1_000, run: 'run-0' } as const;
  fleet.records.push({ ...entry, state: 'cycle-opened', nodes, selection: 'all nodes' });
  expect((await run(stale(), fleet.ports())).status).toBe('nothing-to-do');
  expect(fleet.records.map(({ state }) => state)).toEqual(['cycle-opened', 'cycle-abandoned']);
});

test('an announcement that stays, as of a node that was parked, is looked at once', async () => {
  const fleet = new FakeFleet({
    nodes: 4,
    voters: [1, 2, 3],
    partitions: [{ topic: 'orders', replicas: [1, 2, 3], minimum: 2 }],
  });
  for (const machine of fleet.machines) machine.launchTime = NIGHT - HOUR;
  const fourth = fleet.machines[3];
  const mark = writeMark({ cycle: 'theirs', at: fleet.now }, 'run-0');
  Object.assign(fourth?.tags ?? {}, { [PARKED_TAG]: 'true', [INTENT_TAG]: mark });
  fourth?.beDown();
  expect((await run(stale(), fleet.ports())).status).toBe('nothing-to-do');
});

describe('recover: ours', () => {
  const ours = (change: Partial<RebootOrder> = {}): RebootOrder =>
    anOrder({ ...change, settings: { ...anOrder().settings, recover: 'ours' } });

  /** An operator stops node 2 at this moment. */
  function stoppingSecond(fleet: FakeFleet, when: string): FakeFleet {
    let happened = false;
    fleet.onCall = (moment) => {
      if (happened || moment !== when) return;
      happened = true;
      fleet.machines[1]?.beStopped(fleet.now);
    };
    return fleet;
  }

  test.each([
    ['took place', 7],
    ['did not take place', undefined],
  ])('a node whose announced stop %s is no longer ours', async (_, launchTime) => {
    const fleet = aFleet();
    const second = nodeName('broker-2');
    const entry = { cycle: 'theirs', at: NIGHT - HOUR, run: 'run-0' } as const;
    fleet.records.push({
      ...entry,
      state: 'stopping',
      node: second,
      launchTime: launchTime ?? fleet.machines[1]?.launchTime ?? 0,
      expires: NIGHT - HOUR,
      by: 'stop-start',
    });
    stoppingSecond(fleet, 'after ledger.append cycle-opened');
    expect((await run(ours(), fleet.ports())).status).toBe('halted');
    expect(fleet.calls).not.toContain('ec2.start i-2');
    expect(fleet.idsIn('stopped')).toEqual([2]);
  });
});
