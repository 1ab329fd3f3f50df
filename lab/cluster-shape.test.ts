import { describe, expect, test } from '@jest/globals';
import { type ShapeOptions, identityOf, isNode, shapeCluster } from './cluster-shape.ts';

const OPTIONS = { brokers: 3, controllers: 2, zookeepers: 3, observers: 1, racks: 2 } as const;

const described = (mode: ShapeOptions['mode']) =>
  shapeCluster({ ...OPTIONS, mode }).map((node) => {
    const vote = node.observer ? ' without a vote' : '';
    return `${identityOf(node)} ${node.roles.join(',')} ${node.rack}${vote}`;
  });

describe('the nodes of a cluster', () => {
  test.each([
    [
      'kraft',
      [
        'broker-1 broker,controller eu-west-1a',
        'broker-2 broker,controller eu-west-1b',
        'broker-3 broker,controller eu-west-1a',
      ],
    ],
    [
      'kraft-separate',
      [
        'broker-1 broker eu-west-1a',
        'broker-2 broker eu-west-1b',
        'broker-3 broker eu-west-1a',
        'controller-3001 controller eu-west-1a',
        'controller-3002 controller eu-west-1b',
      ],
    ],
    [
      'zookeeper',
      [
        'broker-1 broker eu-west-1a',
        'broker-2 broker eu-west-1b',
        'broker-3 broker eu-west-1a',
        'zookeeper-1 zookeeper eu-west-1a',
        'zookeeper-2 zookeeper eu-west-1b',
        'zookeeper-3 zookeeper eu-west-1a',
        'zookeeper-4 zookeeper eu-west-1b without a vote',
      ],
    ],
  ] as const)('of mode %s', (mode, nodes) => {
    expect(described(mode)).toEqual(nodes);
  });

  test('are found by name; an id alone is a broker or a controller, never a ZooKeeper server', () => {
    const found = (ref: Parameters<typeof isNode>[0]) =>
      shapeCluster({ ...OPTIONS, mode: 'zookeeper' })
        .filter((node) => isNode(ref, node))
        .map(identityOf);
    expect([found(1), found('zookeeper-1'), found(4)]).toEqual([['broker-1'], ['zookeeper-1'], []]);
  });
});
