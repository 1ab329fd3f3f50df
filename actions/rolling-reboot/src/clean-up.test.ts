import { describe, expect, test } from '@jest/globals';
import { WorldFailure } from '../../../lib/core/world-failure.ts';
import { anOrder } from '../../../test/builders/reboot-order.ts';
import { FakeFleet, type FleetShape } from '../../../test/fakes/fake-fleet.ts';
import { cleanUp } from './clean-up.ts';
import { run } from './run.ts';

const THREE: FleetShape = { nodes: 3, partitions: [{ topic: 'orders', replicas: [1, 2, 3], minimum: 2 }] };

const remembered = (fleet: FakeFleet): string => JSON.stringify(fleet.remembered);

describe('the post step', () => {
  test('starts what the main step left stopping, once EC2 permits it', async () => {
    const fleet = new FakeFleet(THREE);
    fleet.onCall = (moment) => {
      if (moment === 'after ec2.stop i-2') throw new Error('the process is gone');
      if (moment === 'before ec2.start i-2') throw new Error('the process is gone');
    };
    await expect(run(anOrder(), fleet.ports())).rejects.toThrow('the process is gone');
    expect(fleet.idsIn('stopping', 'stopped')).toEqual([2]);
    fleet.onCall = () => undefined;
    await cleanUp(remembered(fleet), fleet.ports());
    expect(fleet.idsIn('stopping', 'stopped')).toEqual([]);
  });

  test('knows by its LaunchTime what the main step has started, and ends soon', async () => {
    const fleet = new FakeFleet(THREE);
    fleet.onCall = (moment) => {
      if (moment === 'after ec2.stop i-2') fleet.cancelled.abort('SIGINT');
    };
    expect((await run(anOrder(), fleet.ports())).status).toBe('halted');
    const began = fleet.now;
    await cleanUp(remembered(fleet), fleet.ports());
    expect(fleet.now - began).toBe(5_000);
    expect(fleet.calls.filter((call) => call === 'ec2.start i-2')).toHaveLength(1);
  });

  test('finds nothing to do after a whole cycle, and where nothing was saved', async () => {
    const fleet = new FakeFleet(THREE);
    await run(anOrder(), fleet.ports());
    const calls = fleet.calls.length;
    await cleanUp(remembered(fleet), fleet.ports());
    await cleanUp('', fleet.ports());
    expect(fleet.calls).toHaveLength(calls);
    expect(fleet.log.filter((line) => line === 'no instance was left in flight')).toHaveLength(2);
  });

  test('fails loudly, naming what does not start and how to start it', async () => {
    const fleet = new FakeFleet(THREE);
    fleet.machines[0]?.beDown();
    fleet.failures.set(
      'ec2.start i-1',
      Array<WorldFailure>(300).fill(new WorldFailure('InsufficientInstanceCapacity')),
    );
    await expect(cleanUp('[{"id":"i-1"}]', fleet.ports())).rejects.toThrow(
      'instance i-1: it is not running: InsufficientInstanceCapacity. Start it: aws ec2 start-instances --instance-ids i-1',
    );
  });
});

describe('a cancelled run', () => {
  test('stops nothing more, starts what is in flight, and is continued by the next run', async () => {
    const fleet = new FakeFleet(THREE);
    fleet.onCall = (moment) => {
      if (moment === 'after ec2.stop i-2') fleet.cancelled.abort('SIGINT');
    };
    const report = await run(anOrder(), fleet.ports());
    expect(report.status).toBe('halted');
    expect(report.problems[0]?.what).toBe('it was asked to end by SIGINT');
    expect(fleet.calls.filter((call) => call.startsWith('ec2.st'))).toEqual([
      'ec2.stop i-2',
      'ec2.start i-2',
    ]);
    expect(fleet.idsIn('stopping', 'stopped')).toEqual([]);

    fleet.onCall = () => undefined;
    fleet.cancelled = new AbortController();
    const next = await run(anOrder({ run: 'run-2' }), fleet.ports());
    expect(next.status).toBe('completed');
    expect(next.cycle).toBe(report.cycle);
  });
});
