import { describe, expect, test } from '@jest/globals';
import { WorldFailure } from '../../../lib/core/world-failure.ts';
import { anOrder } from '../../../test/builders/reboot-order.ts';
import { FakeFleet } from '../../../test/fakes/fake-fleet.ts';
import { cleanUp } from './clean-up.ts';
import { instanceId } from './core/node.ts';
import type { Ports } from './ports.ts';
import { restore } from './restore.ts';
import { run } from './run.ts';

const THREE = { nodes: 3, partitions: [{ topic: 'orders', replicas: [1, 2, 3], minimum: 2 }] };

/** The stop takes place, its answer is lost, and EC2 shows from then on how things were twelve seconds before. */
function losingTheAnswer(): FakeFleet {
  const fleet = new FakeFleet(THREE);
  fleet.onCall = (moment) => {
    if (moment !== 'after ec2.stop i-2') return;
    fleet.onCall = () => undefined;
    fleet.ec2.describeLag = 12_000;
    throw new WorldFailure('the answer was lost');
  };
  return fleet;
}

describe('a stop whose answer is lost, while EC2 still says running', () => {
  test('is made good by the halt', async () => {
    const fleet = losingTheAnswer();
    expect((await run(anOrder(), fleet.ports())).status).toBe('halted');
    expect(fleet.idsIn('running')).toEqual([1, 2, 3]);
    expect(fleet.calls).toContain('ec2.start i-2');
  });

  test('is made good by the post step, which knows the instance alone', async () => {
    const fleet = new FakeFleet(THREE);
    await fleet.ports().instances.stop(instanceId('i-2'), 1_000);
    fleet.ec2.describeLag = 12_000;
    await cleanUp('[{"id":"i-2"}]', fleet.ports());
    expect(fleet.idsIn('running')).toEqual([1, 2, 3]);
  });
});

test('an instance with a new LaunchTime is up at once', async () => {
  const fleet = new FakeFleet(THREE);
  const began = fleet.now;
  expect(await restore([{ id: instanceId('i-2'), launchedBefore: 1 }], fleet.ports())).toEqual([]);
  expect(fleet.now - began).toBeLessThanOrEqual(5_000);
});

test('one that was only rebooted keeps its LaunchTime, and is up at once', async () => {
  const fleet = new FakeFleet(THREE);
  const [began, launched] = [fleet.now, fleet.machines[1]?.launchTime];
  const missing = { id: instanceId('i-2'), launchedBefore: launched, rebooted: true };
  expect(await restore([missing], fleet.ports())).toEqual([]);
  expect(fleet.now - began).toBe(5_000);
});

test('but one that ended up stopped after its reboot is started', async () => {
  const fleet = new FakeFleet(THREE);
  const launchedBefore = fleet.machines[1]?.launchTime;
  fleet.machines[1]?.beDown();
  expect(await restore([{ id: instanceId('i-2'), launchedBefore, rebooted: true }], fleet.ports())).toEqual(
    [],
  );
  expect(fleet.idsIn('running')).toEqual([1, 2, 3]);
});

test('EC2 is asked once a round, however many are down', async () => {
  const fleet = new FakeFleet(THREE);
  for (const machine of fleet.machines) machine.beDown();
  const ports = fleet.ports();
  const asked: number[] = [];
  const describeAll = (): ReturnType<Ports['instances']['describe']> => {
    asked.push(fleet.now);
    return ports.instances.describe();
  };
  const missing = [1, 2, 3].map((id) => ({ id: instanceId(`i-${String(id)}`) }));
  const world = { ...ports, instances: { ...ports.instances, describe: describeAll } };
  expect(await restore(missing, world)).toEqual([]);
  expect(fleet.idsIn('running')).toEqual([1, 2, 3]);
  expect(new Set(asked).size).toBe(asked.length);
});

test.each(['shutting-down', 'terminated'] as const)(
  'one that is %s is told at once, and not waited for',
  async (state) => {
    const fleet = new FakeFleet(THREE);
    for (const machine of fleet.machines) machine.beDown();
    const [began, ports] = [fleet.now, fleet.ports()];
    const describeAll = async (): ReturnType<Ports['instances']['describe']> =>
      (await ports.instances.describe()).map((instance) =>
        instance.id === 'i-2'
          ? { ...instance, state, stateReason: 'Client.UserInitiatedShutdown' }
          : instance,
      );
    const missing = [1, 2].map((id) => ({ id: instanceId(`i-${String(id)}`) }));
    const world = { ...ports, instances: { ...ports.instances, describe: describeAll } };
    const [problem, ...others] = await restore(missing, world);
    expect(problem?.what).toBe(`it is ${state} and cannot be started again: Client.UserInitiatedShutdown`);
    expect(others).toEqual([]);
    expect(fleet.idsIn('running')).toEqual([1]);
    expect(fleet.calls).not.toContain('ec2.start i-2');
    expect(fleet.now - began).toBeLessThan(60_000);
  },
);
