import { describe, expect, test } from '@jest/globals';
import { WorldFailure } from '../../../lib/core/world-failure.ts';
import { anOrder } from '../../../test/builders/reboot-order.ts';
import { FakeFleet } from '../../../test/fakes/fake-fleet.ts';
import { cleanUp } from './clean-up.ts';
import type { RebootOrder } from './context.ts';
import { PARKED_TAG } from './core/tags.ts';
import { run } from './run.ts';

/** What EC2 can do to a cycle. Every test ends with the next run, because a halt must leave something to continue. */
const THREE = { nodes: 3, partitions: [{ topic: 'orders', replicas: [1, 2, 3], minimum: 2 }] };

const callsOf = (fleet: FakeFleet, kind: string): string[] =>
  fleet.calls.filter((call) => call.startsWith(kind));
const again = (fleet: FakeFleet) => run(anOrder({ run: 'run-2' }), fleet.ports());
const failures = (text: string, times: number): WorldFailure[] =>
  Array.from({ length: times }, () => new WorldFailure(text));

async function expectToBeContinued(fleet: FakeFleet, cycle: string | null): Promise<void> {
  expect(await again(fleet)).toMatchObject({ status: 'completed', cycle, remaining: [] });
  expect(callsOf(fleet, 'ec2.stop').toSorted()).toEqual(['ec2.stop i-1', 'ec2.stop i-2', 'ec2.stop i-3']);
  expect(fleet.violations).toEqual([]);
}

describe('a node that does not start', () => {
  test('for want of capacity is tried again, less and less often; nothing else is stopped, Slack hears it once', async () => {
    const fleet = new FakeFleet(THREE);
    const tries: number[] = [];
    fleet.failures.set('ec2.start i-2', failures('InsufficientInstanceCapacity', 6));
    fleet.onCall = (moment) => {
      if (moment === 'before ec2.start i-2') tries.push(fleet.now);
    };
    const report = await run(anOrder(), fleet.ports());
    expect(report).toMatchObject({
      status: 'halted',
      problems: [{ what: expect.stringContaining('Capacity') }],
    });
    expect(callsOf(fleet, 'ec2.stop')).toEqual(['ec2.stop i-2']);
    expect(fleet.idsIn('stopped')).toEqual([]);
    expect(fleet.slack.filter((text) => text.includes('InsufficientInstanceCapacity'))).toHaveLength(1);
    const pauses = tries.slice(1).map((at, index) => at - (tries[index] ?? 0));
    expect(pauses.slice(1)).toEqual(pauses.slice(1).toSorted((a, b) => a - b));
    expect(pauses.at(-1)).toBeGreaterThan(20_000);
    await expectToBeContinued(fleet, report.cycle);
  });

  test('because EC2 puts it from pending back to stopped halts the run with the reason of EC2', async () => {
    const fleet = new FakeFleet(THREE);
    const victim = fleet.machines[1];
    if (victim) victim.failingStarts = 1;
    const report = await run(anOrder(), fleet.ports());
    expect(report.status).toBe('halted');
    expect(report.problems[0]?.what).toBe(
      'it went back to stopped after its start: Server.InternalError: Internal error on launch',
    );
    expect(callsOf(fleet, 'ec2.stop')).toEqual(['ec2.stop i-2']);
    await expectToBeContinued(fleet, report.cycle);
  });

  test('because the credentials died after its stop is started once they are renewed', async () => {
    const fleet = new FakeFleet(THREE);
    fleet.failures.set('ec2.start i-2', failures('ExpiredToken', 2));
    const report = await run(anOrder(), fleet.ports());
    expect(report.status).toBe('halted');
    expect(fleet.idsIn('stopping', 'stopped')).toEqual([]);
    await expectToBeContinued(fleet, report.cycle);
  });

  test('while the credentials stay dead is named; then the post step starts it, or the next run before anything else', async () => {
    for (const post of [true, false]) {
      const fleet = new FakeFleet(THREE);
      fleet.failures.set('ec2.start i-2', failures('ExpiredToken', 1_000));
      const report = await run(anOrder(), fleet.ports());
      expect(report.problems.map(({ where }) => where)).toContain('instance i-2');
      expect(fleet.idsIn('stopped')).toEqual([2]);
      fleet.failures.clear();
      const before = fleet.calls.length;
      if (post) await cleanUp(JSON.stringify(fleet.remembered), fleet.ports());
      await expectToBeContinued(fleet, report.cycle);
      const first = fleet.calls.slice(before).find((call) => call.startsWith('ec2.st'));
      expect(first).toBe('ec2.start i-2');
    }
  });
});

test('a node that never stops halts the run after stop-timeout, and nothing else is stopped', async () => {
  const fleet = new FakeFleet(THREE);
  const victim = fleet.machines[1];
  if (victim) victim.times = { ...victim.times, stop: 900_000 };
  const report = await run(anOrder(), fleet.ports());
  expect(report).toMatchObject({ status: 'halted', problems: [{ where: 'broker-2 (i-2)' }] });
  expect(report.problems[0]?.what).toContain('it took longer than stop-timeout');
  expect(callsOf(fleet, 'ec2.stop')).toEqual(['ec2.stop i-2']);
  await expectToBeContinued(fleet, report.cycle);
});

test.each(['stop', 'start', 'describe', 'tag'])(
  'a storm of throttling at ec2.%s: no node is stopped twice, none stays down, the next run goes on',
  async (call) => {
    const fleet = new FakeFleet(THREE);
    const calls = new RegExp(`^ec2\\.${call}`);
    let armed = true;
    fleet.onCall = (moment) => {
      if (!armed || moment !== 'after ec2.stop i-2') return;
      armed = false;
      const failure = 'RequestLimitExceeded';
      fleet.outages.push({ calls, from: fleet.now, to: fleet.now + 120_000, failure });
    };
    const report = await run(anOrder(), fleet.ports());
    expect(fleet.idsIn('stopping', 'stopped')).toEqual([]);
    await fleet.clock.sleep(120_000);
    if (report.status === 'halted') await expectToBeContinued(fleet, report.cycle);
    expect(callsOf(fleet, 'ec2.stop')).toHaveLength(3);
  },
);

describe('a node that somebody else stopped', () => {
  const stoppedFleet = (): FakeFleet => {
    const fleet = new FakeFleet({ ...THREE, nodes: 4, voters: [1, 2, 3] });
    fleet.machines[3]?.beDown();
    return fleet;
  };
  const recovering = (recover: 'all' | 'ours'): RebootOrder =>
    anOrder({ settings: { ...anOrder().settings, recover } });

  test('is started first, and the cycle goes on', async () => {
    const fleet = stoppedFleet();
    expect((await run(recovering('all'), fleet.ports())).status).toBe('completed');
    expect(callsOf(fleet, 'ec2.st')[0]).toBe('ec2.start i-4');
  });

  test('is left alone where only our own are wanted, and the run halts', async () => {
    const fleet = stoppedFleet();
    expect((await run(recovering('ours'), fleet.ports())).status).toBe('halted');
    expect(callsOf(fleet, 'ec2.st')).toEqual([]);
  });

  test('and parked is never started', async () => {
    const fleet = stoppedFleet();
    Object.assign(fleet.machines[3]?.tags ?? {}, { [PARKED_TAG]: 'true' });
    expect((await run(recovering('all'), fleet.ports())).status).toBe('completed');
    expect(callsOf(fleet, 'ec2.start')).not.toContain('ec2.start i-4');
  });
});

test('a stop that was not clean is told in the log, the report and Slack, and the node is not stopped again', async () => {
  const fleet = new FakeFleet(THREE);
  fleet.ec2.unseenFor = 10_000;
  const report = await run(anOrder(), fleet.ports());
  expect(report.status).toBe('completed');
  const said =
    'broker-2 did not shut down cleanly: EC2 says stopped, and brokers 1, 3 still had it as a member.';
  expect(report.warnings.filter((text) => text.includes(said))).toHaveLength(1);
  expect(fleet.slack.filter((text) => text.includes(said))).toHaveLength(1);
  expect(callsOf(fleet, 'ec2.stop')).toHaveLength(3);
  expect(fleet.violations).toEqual([]);
});
