import { expect, test } from '@jest/globals';
import { WorldFailure } from '../../../lib/core/world-failure.ts';
import { NIGHT } from '../../../test/builders/fleet.ts';
import { anOrder } from '../../../test/builders/reboot-order.ts';
import { FakeFleet } from '../../../test/fakes/fake-fleet.ts';
import type { RebootOrder } from './context.ts';
import { instanceId } from './core/node.ts';
import type { Report } from './core/report.ts';
import { rebootReportShape } from './report-shape.ts';
import { run } from './run.ts';

const { settings } = anOrder();
const EVENTS = { nodes: [], only: { kind: 'scheduled-events' } } as const;

function aFleet(): FakeFleet {
  const partitions = [{ topic: 'orders', replicas: [1, 2, 3], minimum: 2 }];
  const fleet = new FakeFleet({ nodes: 3, partitions });
  const base = { code: 'system-reboot', notBefore: NIGHT + 1, deadline: undefined };
  fleet.ec2.events = [{ ...base, instance: instanceId('i-2') }];
  return fleet;
}

/** As it is written to the file. */
const written = (report: Report): unknown => JSON.parse(JSON.stringify(report));

test.each<[string, Partial<RebootOrder>, string]>([
  ['completed', {}, ''],
  ['completed', { selection: EVENTS }, ''],
  ['completed', { settings: { ...settings, mode: 'reboot' } }, ''],
  ['paused', { settings: { ...settings, canary: true } }, ''],
  ['planned', { dryRun: true }, ''],
  ['nothing-to-do', { settings: { ...settings, mode: 'recover' } }, ''],
  ['halted', { selection: { nodes: ['broker-9'], only: { kind: 'all' } } }, ''],
  ['halted', {}, 'ec2.start i-2'],
])('the report of a run that is %s is as the schema says: %j', async (status, change, failing) => {
  const fleet = aFleet();
  if (failing !== '') fleet.failures.set(failing, [new WorldFailure('refused')]);
  const report = await run(anOrder(change), fleet.ports());
  expect(report.status).toBe(status);
  expect(rebootReportShape.safeParse(written(report)).error?.issues).toBeUndefined();
});

test('the report of a second run, which was measured, is so too', async () => {
  const fleet = aFleet();
  const { waits } = await run(anOrder(), fleet.ports());
  expect(waits.map(({ reason }) => reason)).toContain('instances to change their state');
  const report = await run(anOrder({ run: 'run-2', dryRun: true }), fleet.ports());
  expect(report.forecast?.steps.kind).toBe('measured');
  expect(rebootReportShape.safeParse(written(report)).error?.issues).toBeUndefined();
});

test('nothing else passes', () => {
  expect(rebootReportShape.safeParse({}).success).toBe(false);
});
