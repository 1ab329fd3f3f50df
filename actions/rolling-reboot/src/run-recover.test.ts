import { expect, test } from '@jest/globals';
import { anOrder } from '../../../test/builders/reboot-order.ts';
import { FakeFleet } from '../../../test/fakes/fake-fleet.ts';
import { run } from './run.ts';

const recovering = anOrder({ settings: { ...anOrder().settings, mode: 'recover' } });

/** Five nodes, of which two are broken and stopped. */
function broken(tags: Readonly<Record<number, Record<string, string>>>): FakeFleet {
  const fleet = new FakeFleet({
    nodes: 5,
    voters: [1, 2, 3],
    partitions: [{ topic: 'orders', replicas: [1, 2, 3], minimum: 2 }],
  });
  for (const machine of fleet.machines) {
    Object.assign(machine.tags, tags[machine.id]);
    if (machine.id in tags) machine.beDown();
  }
  return fleet;
}

test.each([
  ['two stopped instances that claim one node id', { 4: {}, 5: { 'kafka-node-id': '4' } }, 'node id 4'],
  ['a stopped instance whose id is not readable', { 5: { 'kafka-node-id': 'five' } }, 'instance i-5'],
  ['one that may be parked', { 5: { 'rolling-reboot:parked': 'yes' } }, 'instance i-5'],
])('mode recover does not start %s, and says so', async (_, tags, where) => {
  const fleet = broken(tags);
  const report = await run(recovering, fleet.ports());
  expect(report).toMatchObject({ status: 'halted', problems: [{ where }] });
  expect(fleet.calls.filter((call) => call.startsWith('ec2.st'))).toEqual([]);
  expect(fleet.slack.join()).toContain(where);
});

test('what may be started is started first', async () => {
  const fleet = broken({ 2: {}, 5: { 'kafka-node-id': 'five' } });
  expect((await run(recovering, fleet.ports())).status).toBe('halted');
  expect(fleet.calls.filter((call) => call.startsWith('ec2.st'))).toEqual(['ec2.start i-2']);
  expect(fleet.idsIn('running')).toEqual([1, 2, 3, 4]);
});
