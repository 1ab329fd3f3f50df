import { describe, expect, test } from '@jest/globals';
import { aNode, anInstance } from '../../../../test/builders/fleet.ts';
import { discover, startable } from './discover.ts';
import { type Instance, instanceId, nodeName } from './node.ts';
import { PARKED_TAG } from './tags.ts';

const TAGS = { role: 'kafka-role', nodeId: 'kafka-node-id' };
const tagged = (role: string | undefined, id: string | undefined, change: Partial<Instance> = {}): Instance =>
  anInstance(1, {
    tags: {
      ...(role === undefined ? {} : { 'kafka-role': role }),
      ...(id === undefined ? {} : { 'kafka-node-id': id }),
    },
    ...change,
  });

describe('a node', () => {
  test.each([
    ['broker', '1', 'broker-1', { broker: true, controller: false }],
    ['controller', '3001', 'controller-3001', { broker: false, controller: true }],
    ['broker,controller', '0', 'broker-0', { broker: true, controller: true, id: 0 }],
    ['zookeeper', '1', 'zookeeper-1', { broker: false, controller: false, zookeeper: true }],
    [' controller , broker ', '007', 'broker-7', { broker: true, controller: true, id: 7 }],
  ])('%j with id %j is %s', (role, id, name, node) => {
    const { nodes, findings } = discover([tagged(role, id)], TAGS);
    expect(nodes).toMatchObject([{ name, instance: 'i-1', zone: 'eu-west-1a', parked: false, ...node }]);
    expect(findings).toEqual([]);
  });

  const parkedBy = (value: string) => {
    const instance = anInstance(1);
    return discover([{ ...instance, tags: { ...instance.tags, [PARKED_TAG]: value } }], TAGS);
  };

  test.each([
    ['true', true],
    ['false', false],
    ['', false],
  ])('is parked by its tag: %j', (value, parked) => {
    expect(parkedBy(value)).toMatchObject({ nodes: [{ parked }], findings: [] });
  });

  test('is taken for parked where its tag is not understood, which is a finding', () => {
    expect(parkedBy('yes')).toMatchObject({
      nodes: [{ parked: true }],
      findings: [{ where: 'instance i-1', what: 'its tag rolling-reboot:parked is "yes"' }],
    });
  });
});

describe('a finding', () => {
  test.each([
    ['broker', undefined, 'its tag kafka-node-id is ""'],
    ['broker', 'one', 'its tag kafka-node-id is "one"'],
    ['broker', '-1', 'its tag kafka-node-id is "-1"'],
    ['broker', ' 1', 'its tag kafka-node-id is " 1"'],
    ['broker', '9999999999', 'its tag kafka-node-id is "9999999999"'],
    [undefined, '1', 'its tag kafka-role is ""'],
    ['Broker', '1', 'its tag kafka-role is "Broker"'],
    ['broker,', '1', 'its tag kafka-role is "broker,"'],
    ['zookeeper,broker', '1', 'its tag kafka-role is "zookeeper,broker"'],
    ['controller,zookeeper', '1', 'its tag kafka-role is "controller,zookeeper"'],
  ])('role %j with id %j', (role, id, what) => {
    const { nodes, findings } = discover([tagged(role, id)], TAGS);
    expect(nodes).toEqual([]);
    expect(findings).toMatchObject([{ where: 'instance i-1', what }]);
  });

  test('a ZooKeeper id that two instances claim, beside the same node id of a broker', () => {
    const servers = ['i-2', 'i-3'].map((id) => tagged('zookeeper', '1', { id: instanceId(id) }));
    const { nodes, findings } = discover([anInstance(1), ...servers], TAGS);
    expect(findings).toMatchObject([
      { where: 'ZooKeeper id 1', what: 'the instances i-2 and i-3 both claim it' },
    ]);
    expect(startable(nodes).map(({ name }) => name)).toEqual(['broker-1']);
  });

  test('a node id that two instances claim, whatever their roles: none of them may be started', () => {
    const other = tagged('controller', '1', { id: instanceId('i-2') });
    const { nodes, findings } = discover([anInstance(1), other, anInstance(3)], TAGS);
    expect(findings).toMatchObject([{ where: 'node id 1', what: 'the instances i-1 and i-2 both claim it' }]);
    expect(startable(nodes).map(({ name }) => name)).toEqual(['broker-3']);
  });
});

test.each(['terminated', 'shutting-down'] as const)(
  'an instance that is %s is no node, and claims no id',
  (state) => {
    const old = anInstance(1, { id: instanceId('i-old'), state });
    expect(discover([old, anInstance(1)], TAGS)).toMatchObject({
      nodes: [{ instance: 'i-1' }],
      findings: [],
    });
  },
);

test('a broker and a ZooKeeper server may have the same id', () => {
  const zookeeper = aNode(1, { broker: false, zookeeper: true, name: nodeName('zookeeper-1') });
  expect(startable([aNode(1), zookeeper]).map(({ name }) => name)).toEqual(['broker-1', 'zookeeper-1']);
});

test('a parked node is not started', () => {
  expect(startable([aNode(1), aNode(2, { parked: true })]).map(({ id }) => id)).toEqual([1]);
});
