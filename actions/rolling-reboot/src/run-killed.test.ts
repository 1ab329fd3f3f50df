import { describe, expect, test } from '@jest/globals';
import { anOrder } from '../../../test/builders/reboot-order.ts';
import { FakeFleet, type FleetShape } from '../../../test/fakes/fake-fleet.ts';
import { Killed } from '../../../test/fakes/fake-process.ts';
import { run } from './run.ts';

const THREE: FleetShape = {
  nodes: 3,
  partitions: [
    { topic: 'orders', replicas: [1, 2, 3], minimum: 2 },
    { topic: 'payments', replicas: [2, 3, 1], minimum: 2 },
  ],
};

const stops = (fleet: FakeFleet): string[] => fleet.calls.filter((call) => call.startsWith('ec2.stop'));

/** Every moment before and after a call that changes something, in one cycle that nothing disturbs. */
async function moments(): Promise<string[]> {
  const fleet = new FakeFleet(THREE);
  const all: string[] = [];
  fleet.onCall = (moment) => void all.push(moment);
  await run(anOrder(), fleet.ports());
  return all;
}

/** Kills the process at the given call and leaves everything as it is then, as SIGKILL does. */
async function killedAt(index: number): Promise<FakeFleet> {
  const fleet = new FakeFleet(THREE);
  let count = -1;
  fleet.onCall = () => {
    count += 1;
    if (count >= index) throw new Killed();
  };
  await expect(run(anOrder(), fleet.ports())).rejects.toThrow(Killed);
  fleet.onCall = () => undefined;
  return fleet;
}

const states = (fleet: FakeFleet, state: string): number =>
  fleet.records.filter((record) => record.state === state).length;

describe('killed at any moment, then run again', () => {
  test('starts what is down first, and ends completed with every node up', async () => {
    for (const [index, moment] of (await moments()).entries()) {
      const fleet = await killedAt(index);
      const down = fleet.idsIn('stopping', 'stopped');
      const before = fleet.calls.length;
      const report = await run(anOrder({ run: 'run-2' }), fleet.ports());
      const firstMove = fleet.calls.slice(before).find((call) => /^ec2\.st(art|op)/.test(call));
      const expected = down.length > 0 ? `ec2.start i-${String(down[0])}` : firstMove;
      expect({ moment, status: report.status }).toEqual({ moment, status: 'completed' });
      expect({
        moment,
        violations: fleet.violations,
        left: fleet.idsIn('stopping', 'stopped', 'pending'),
      }).toEqual({
        moment,
        violations: [],
        left: [],
      });
      expect({ moment, firstMove }).toEqual({ moment, firstMove: expected });
    }
  });

  test('continues the open cycle under its id and stops no node twice in it', async () => {
    const all = await moments();
    const resumed: string[] = [];
    for (const [index, moment] of all.entries()) {
      const fleet = await killedAt(index);
      if (states(fleet, 'cycle-opened') === 0 || states(fleet, 'cycle-closed') > 0) continue;
      const report = await run(anOrder({ run: 'run-2' }), fleet.ports());
      resumed.push(moment);
      expect({ moment, resumed: report.resumed, opened: states(fleet, 'cycle-opened') }).toEqual({
        moment,
        resumed: true,
        opened: 1,
      });
      expect({ moment, stops: stops(fleet).toSorted() }).toEqual({
        moment,
        stops: ['ec2.stop i-1', 'ec2.stop i-2', 'ec2.stop i-3'],
      });
    }
    expect(resumed.length).toBeGreaterThan(40);
  });
});
