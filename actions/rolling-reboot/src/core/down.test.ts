import { describe, expect, test } from '@jest/globals';
import { aNode, downIds } from '../../../../test/builders/fleet.ts';
import { idsOf, isDown, withNode, withoutNode } from './down.ts';
import { nodeName } from './node.ts';

const broker = aNode(1);
const controller = aNode(2, { broker: false, controller: true });
const zookeeper = aNode(1, { broker: false, zookeeper: true, name: nodeName('zookeeper-1') });

describe('broker 1 and ZooKeeper server 1 are two nodes', () => {
  test('in a list', () => {
    expect(idsOf([broker, controller, zookeeper])).toEqual(downIds([1, 2], [1]));
    expect(idsOf([zookeeper])).toEqual(downIds([], [1]));
  });

  test('when one of them is down', () => {
    expect([isDown(broker, downIds([1])), isDown(zookeeper, downIds([1]))]).toEqual([true, false]);
    expect([isDown(broker, downIds([], [1])), isDown(zookeeper, downIds([], [1]))]).toEqual([false, true]);
  });

  test('when one of them is about to be', () => {
    expect(withNode(downIds([3], [2]), broker)).toEqual(downIds([3, 1], [2]));
    expect(withNode(downIds([3], [2]), zookeeper)).toEqual(downIds([3], [2, 1]));
  });
});

test('one that is back is down no more, and the others are', () => {
  expect(withoutNode(downIds([3, 1], [2, 1]), broker)).toEqual(downIds([3], [2, 1]));
  expect(withoutNode(downIds([3, 1], [2, 1]), zookeeper)).toEqual(downIds([3, 1], [2]));
});

test('the controllers of KRaft share the ids of the brokers', () => {
  expect(isDown(controller, downIds([2]))).toBe(true);
});
