import { describe, expect, test } from '@jest/globals';
import { Instance, type InstanceProcess } from './instance.ts';

/** A process whose end the test decides. */
class HeldProcess implements InstanceProcess {
  pid: number | undefined = 1;
  starts = 0;
  #end: (() => void) | undefined;

  start(): void {
    this.starts += 1;
    this.pid = 1;
  }

  stop(): Promise<void> {
    return new Promise((resolve) => {
      this.#end = resolve;
    });
  }

  end(): void {
    this.pid = undefined;
    this.#end?.();
  }
}

const TIMES = { stoppingMs: 1, pendingMs: 1, graceMs: 1000 };

async function until(condition: () => boolean): Promise<void> {
  while (!condition()) await new Promise((resolve) => setImmediate(resolve));
}

function machine() {
  const process = new HeldProcess();
  return { process, instance: new Instance('i-1', process, TIMES) };
}

async function stopped() {
  const parts = machine();
  parts.instance.stop();
  parts.process.end();
  await until(() => parts.instance.state === 'stopped');
  return parts;
}

describe('an instance', () => {
  test('is stopping for as long as its process lives', async () => {
    const { process, instance } = machine();
    instance.stop();
    await new Promise((resolve) => setTimeout(resolve, 20));
    expect(instance.state).toBe('stopping');
    process.end();
    await until(() => instance.state === 'stopped');
    expect(process.pid).toBeUndefined();
  });

  test('starts its process after pending, with a new launch time', async () => {
    const { process, instance } = await stopped();
    const before = instance.launchTime;
    instance.start();
    expect([instance.state, process.starts]).toEqual(['pending', 0]);
    await until(() => instance.state === 'running');
    expect(process.starts).toBe(1);
    expect(instance.launchTime > before).toBe(true);
  });

  test('keeps state and launch time over a reboot', async () => {
    const { process, instance } = machine();
    const before = instance.launchTime;
    instance.reboot();
    expect(instance.state).toBe('running');
    process.end();
    await until(() => process.starts === 1);
    expect(instance.launchTime).toBe(before);
  });

  test('stays down when it is stopped in the middle of a reboot', async () => {
    const { process, instance } = machine();
    instance.reboot();
    process.end();
    instance.stop();
    process.end();
    await until(() => instance.state === 'stopped');
    expect(process.starts).toBe(0);
  });

  test('falls back to stopped with a reason when its start fails', async () => {
    const { process, instance } = await stopped();
    instance.failingStarts = 1;
    instance.start();
    await until(() => instance.state === 'stopped');
    expect([process.starts, instance.stateReason]).toEqual([0, 'Server.InternalError']);
  });

  test('stays where it is stuck until it is freed', async () => {
    const { process, instance } = machine();
    instance.stuckIn = 'stopping';
    instance.stop();
    process.end();
    await new Promise((resolve) => setTimeout(resolve, 20));
    expect(instance.state).toBe('stopping');
    instance.stuckIn = undefined;
    await until(() => instance.state === 'stopped');
    expect(process.pid).toBeUndefined();
  });
});
