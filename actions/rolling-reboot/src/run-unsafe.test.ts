import { describe, expect, test } from '@jest/globals';
import { anOrder } from '../../../test/builders/reboot-order.ts';
import { FakeFleet, type FleetShape } from '../../../test/fakes/fake-fleet.ts';
import type { Allowances } from './core/allowances.ts';
import type { RebootOrder } from './context.ts';
import { run } from './run.ts';

/** One topic is well replicated; of the others one lives on broker 3 alone, one has no replica to spare. */
const shape = (nodes: number): FleetShape => ({
  nodes,
  voters: [1, 2, 3],
  partitions: [
    { topic: 'orders', replicas: [1, 2, 3], minimum: 2 },
    { topic: 'lonely', replicas: [3], minimum: 1 },
    { topic: 'scarce', replicas: [1, 2], minimum: 2 },
  ],
});

const allowing = (unsafeTopics: Allowances['unsafeTopics']): RebootOrder => {
  const { settings } = anOrder();
  return anOrder({ settings: { ...settings, allowances: { ...settings.allowances, unsafeTopics } } });
};

const stops = (fleet: FakeFleet): string[] => fleet.calls.filter((call) => call.startsWith('ec2.stop'));

describe('topics that can never spare a replica', () => {
  test('are all named before the first stop, each with what it lacks, and nothing is stopped', async () => {
    const fleet = new FakeFleet(shape(3));
    const report = await run(allowing('block'), fleet.ports());
    expect(report.status).toBe('halted');
    expect(report.problems.map(({ where, fix }) => [where, fix])).toEqual([
      ['topic lonely', expect.stringContaining('without a second replica it is offline during a restart')],
      ['topic scarce', expect.stringContaining('or lower its min.insync.replicas')],
    ]);
    expect(stops(fleet)).toEqual([]);
  });

  test('one of them accepted leaves the other', async () => {
    const fleet = new FakeFleet(shape(3));
    const report = await run(allowing(new Set(['lonely'])), fleet.ports());
    expect(report.problems.map(({ where }) => where)).toEqual(['topic scarce']);
    expect(stops(fleet)).toEqual([]);
  });

  test('accepted by their names they hold up nobody, and the report says what it cost', async () => {
    const fleet = new FakeFleet(shape(3));
    const report = await run(allowing(new Set(['lonely', 'scarce'])), fleet.ports());
    expect(report).toMatchObject({ status: 'completed', remaining: [] });
    expect(stops(fleet)).toHaveLength(3);
    expect(report.warnings).toEqual([
      'topic lonely: accepted by unsafe-topics; it is offline while one of its brokers restarts',
      'topic scarce: accepted by unsafe-topics; it refuses every acks=all write while one of its brokers restarts',
    ]);
  });
});

describe('an instance that runs, and whose broker the cluster does not know', () => {
  test('is named, and nothing is stopped', async () => {
    const fleet = new FakeFleet({ ...shape(4), partitions: shape(4).partitions.slice(0, 1) });
    Object.assign(fleet.machines[3] ?? {}, { registersAt: Infinity, inSyncAt: Infinity });
    const report = await run(anOrder(), fleet.ports());
    expect(report.status).toBe('halted');
    expect(JSON.stringify(report.problems)).toContain('broker 4 is not registered');
    expect(stops(fleet)).toEqual([]);
  });
});
