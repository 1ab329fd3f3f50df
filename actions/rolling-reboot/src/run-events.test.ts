import { expect, test } from '@jest/globals';
import { NIGHT } from '../../../test/builders/fleet.ts';
import { anOrder } from '../../../test/builders/reboot-order.ts';
import { FakeFleet } from '../../../test/fakes/fake-fleet.ts';
import type { RebootOrder } from './context.ts';
import { instanceId } from './core/node.ts';
import { summary } from './core/summary.ts';
import { run } from './run.ts';

const DAY = 86_400_000;

/** AWS is going to work on brokers 2 and 3, and on 3 first. */
function announcedFleet(): FakeFleet {
  const partitions = [{ topic: 'orders', replicas: [1, 2, 3], minimum: 2 }];
  const fleet = new FakeFleet({ nodes: 3, partitions });
  const base = { notBefore: NIGHT + DAY, deadline: NIGHT + 2 * DAY };
  fleet.ec2.events = [
    { ...base, instance: instanceId('i-2'), code: 'system-maintenance', notBefore: NIGHT + 2 * DAY },
    { ...base, instance: instanceId('i-3'), code: 'instance-reboot' },
  ];
  return fleet;
}

const onlyEvents = (change: Partial<RebootOrder> = {}): RebootOrder =>
  anOrder({ selection: { nodes: [], only: { kind: 'scheduled-events' } }, ...change });

const moves = (fleet: FakeFleet): string[] => fleet.calls.filter((call) => /^ec2\.(stop|reboot)/.test(call));

test('only nodes with scheduled events are restarted, who is due first is first, and the events are told', async () => {
  const fleet = announcedFleet();
  const report = await run(onlyEvents(), fleet.ports());
  expect(report).toMatchObject({ status: 'completed', remaining: [], warnings: [] });
  expect(moves(fleet)).toEqual(['ec2.stop i-3', 'ec2.stop i-2']);
  expect(fleet.log.join('\n')).toContain(
    'stop broker-3: instance-reboot from 2026-01-07T03:00Z, at the latest 2026-01-08T03:00Z; its tightest partition',
  );
  expect(summary(report)).toContain('- broker-2: system-maintenance from 2026-01-08T03:00Z');
});

test('the plan says them too', async () => {
  const { plan } = await run(onlyEvents({ dryRun: true }), announcedFleet().ports());
  expect(plan?.steps.map(({ node, because }) => `${node}: ${because.split(' ')[0] ?? ''}`)).toEqual([
    'broker-3: instance-reboot',
    'broker-2: system-maintenance',
  ]);
});

test('a reboot is warned of where it clears nothing, in a dry run as well', async () => {
  const settings = { ...anOrder().settings, mode: 'reboot' } as const;
  for (const dryRun of [true, false]) {
    const report = await run(onlyEvents({ settings, dryRun }), announcedFleet().ports());
    expect(report.warnings).toEqual([
      'a reboot does not clear the event of broker-2, mode stop-start does: ' +
        'system-maintenance from 2026-01-08T03:00Z, at the latest 2026-01-08T03:00Z',
    ]);
  }
});

test('without any there is nothing to do, and where they are not asked for nobody asks EC2', async () => {
  const fleet = announcedFleet();
  const asked: string[] = [];
  const ports = fleet.ports();
  const instances: typeof ports.instances = {
    ...ports.instances,
    scheduledEvents: (ids) => {
      asked.push(...ids);
      return ports.instances.scheduledEvents(ids);
    },
  };
  expect((await run(anOrder(), { ...ports, instances })).status).toBe('completed');
  expect(asked).toEqual([]);
  fleet.ec2.events = [];
  expect((await run(onlyEvents({ run: 'run-2' }), fleet.ports())).status).toBe('nothing-to-do');
});
