import { expect, test } from '@jest/globals';
import { anOrder } from '../../../test/builders/reboot-order.ts';
import { FakeFleet, type FleetShape } from '../../../test/fakes/fake-fleet.ts';
import { run } from './run.ts';

const FIVE: FleetShape = {
  nodes: 5,
  voters: [1, 2, 3],
  partitions: [{ topic: 'orders', replicas: [1, 4, 5], minimum: 2 }],
};

function withDown(...ids: readonly number[]): FakeFleet {
  const fleet = new FakeFleet(FIVE);
  for (const { id } of fleet.machines.filter((machine) => ids.includes(machine.id)))
    fleet.machines[id - 1]?.beDown();
  return fleet;
}

const moves = (fleet: FakeFleet): string[] => fleet.calls.filter((call) => call.startsWith('ec2.st'));

test('a run that finds the quorum lost starts everything and stops nothing; the next one does the cycle', async () => {
  const fleet = withDown(1, 2);
  const report = await run(anOrder(), fleet.ports());
  expect(report.status).toBe('paused');
  expect(moves(fleet).toSorted()).toEqual(['ec2.start i-1', 'ec2.start i-2']);
  expect(fleet.idsIn('running')).toHaveLength(5);
  expect(fleet.slack).toEqual([expect.stringContaining('lost its majority')]);
  const next = await run(anOrder({ run: 'run-2' }), fleet.ports());
  expect(next.status).toBe('completed');
  expect(fleet.violations).toEqual([]);
});

test('a run that finds a voter and brokers down, but a majority up, brings them back and goes on', async () => {
  const fleet = withDown(1, 4, 5);
  const report = await run(anOrder(), fleet.ports());
  expect(report.status).toBe('completed');
  expect(moves(fleet).slice(0, 3)).toEqual(['ec2.start i-1', 'ec2.start i-4', 'ec2.start i-5']);
});
