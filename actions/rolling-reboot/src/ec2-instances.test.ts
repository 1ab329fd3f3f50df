import { expect, test } from '@jest/globals';
import type { Ec2Instance, InstanceFilter } from '../../../lib/adapters/ec2.ts';
import { instanceId } from './core/node.ts';
import { ec2Instances } from './ec2-instances.ts';

const CLUSTER: readonly InstanceFilter[] = [{ name: 'tag:kafka-cluster', values: ['events'] }];

const shown = (id: string, state = 'running'): Ec2Instance => ({
  id,
  state,
  launchTime: 0,
  zone: 'eu-west-1a',
  spot: false,
  tags: {},
  addresses: [],
  stateReason: '',
});

const notAsked = (): Promise<never> => Promise.reject(new Error('nobody asks for this here'));

/** EC2 as far as a look goes: it shows the ids that it is asked for, or one instance of the cluster. */
function looking(state?: string) {
  const asked: (readonly InstanceFilter[])[] = [];
  const instances = (filters: readonly InstanceFilter[]): Promise<Ec2Instance[]> => {
    asked.push(filters);
    const ids = filters.filter(({ name }) => name === 'instance-id').flatMap(({ values }) => values);
    return Promise.resolve((ids.length === 0 ? ['i-1'] : ids).map((id) => shown(id, state)));
  };
  const changes = { stop: notAsked, start: notAsked, reboot: notAsked, tag: notAsked, untag: notAsked };
  const looks = { refusalOf: notAsked, stopHazards: notAsked, scheduledEvents: notAsked };
  return { asked, port: ec2Instances({ instances, ...changes, ...looks }, CLUSTER) };
}

const someIds = (count: number) =>
  Array.from({ length: count }, (_, index) => instanceId(`i-${String(index)}`));

test('all of the cluster are found by its filters', async () => {
  const { asked, port } = looking();
  expect((await port.describe()).map(({ id }) => id)).toEqual(['i-1']);
  expect(asked).toEqual([CLUSTER]);
});

test('some are found by their ids alone: their tags may not match any more', async () => {
  const { asked, port } = looking();
  expect((await port.describe(someIds(2))).map(({ id }) => id)).toEqual(['i-0', 'i-1']);
  expect(asked).toEqual([[{ name: 'instance-id', values: ['i-0', 'i-1'] }]]);
});

test('none are asked for when none are wanted: without a filter EC2 would show every instance', async () => {
  const { asked, port } = looking();
  expect(await port.describe([])).toEqual([]);
  expect(asked).toEqual([]);
});

test('EC2 takes 200 ids at most in one filter', async () => {
  const { asked, port } = looking();
  const ids = someIds(401);
  expect((await port.describe(ids)).map(({ id }) => id)).toEqual(ids);
  expect(asked.map(([filter]) => filter?.values.length)).toEqual([200, 200, 1]);
});

test('a state that nobody knows is a failure: what cannot be judged is not touched', async () => {
  await expect(looking('hibernating').port.describe()).rejects.toThrow('EC2 says that i-1 is "hibernating"');
});
