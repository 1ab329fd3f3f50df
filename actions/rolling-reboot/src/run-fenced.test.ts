import { expect, test } from '@jest/globals';
import { Fenced } from '../../../lib/adapters/kafka/fenced-log.ts';
import { anOrder } from '../../../test/builders/reboot-order.ts';
import { FakeFleet } from '../../../test/fakes/fake-fleet.ts';
import { run } from './run.ts';

const STATES = ['stopping', 'stopped', 'restarted', 'not-stopped', 'cycle-closed', 'cycle-halted'];

/** From this moment on every append of the run is refused, as after another run has prepared the ledger. */
function fencedFrom(moment: string): FakeFleet {
  const fleet = new FakeFleet({
    nodes: 3,
    partitions: [{ topic: 'orders', replicas: [1, 2, 3], minimum: 2 }],
  });
  const fenced = new Fenced(
    { topic: '_rolling-reboot', transactionalId: 'rolling-reboot-c', transactionTimeoutMs: 1 },
    {},
  );
  let armed = true;
  fleet.onCall = (label) => {
    if (!armed || label !== moment) return;
    armed = false;
    for (const state of STATES) {
      fleet.failures.set(
        `ledger.append ${state}`,
        Array.from({ length: 9 }, () => fenced),
      );
    }
  };
  return fleet;
}

test.each([
  { name: 'before the first stop', moment: 'after ledger.append cycle-opened', stops: 0 },
  { name: 'between two nodes', moment: 'after ledger.append restarted', stops: 1 },
  { name: 'with a node in flight', moment: 'before ec2.stop i-2', stops: 1 },
])('a run that is fenced $name halts, and every node runs', async ({ moment, stops }) => {
  const fleet = fencedFrom(moment);
  const report = await run(anOrder(), fleet.ports());
  expect(report.status).toBe('halted');
  expect(report.problems[0]?.what).toContain('another run has taken over');
  expect(fleet.calls.filter((call) => call.startsWith('ec2.stop'))).toHaveLength(stops);
  expect(fleet.idsIn('stopping', 'stopped')).toEqual([]);
  expect(fleet.violations).toEqual([]);
});

test('a dry run fences nobody; a run fences before it reads', async () => {
  const fleet = fencedFrom('never');
  await run(anOrder({ dryRun: true }), fleet.ports());
  expect(fleet.calls).toEqual([]);
  const ports = fleet.ports();
  const read = () => {
    expect(fleet.calls).toContain('ledger.fence');
    return ports.ledger.read();
  };
  const report = await run(anOrder(), { ...ports, ledger: { ...ports.ledger, read } });
  expect(report.status).toBe('completed');
});
