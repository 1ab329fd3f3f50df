import { expect, test } from '@jest/globals';
import { aZooKeeper } from '../../../../test/builders/ensemble.ts';
import { aNode } from '../../../../test/builders/fleet.ts';
import type { KafkaNode } from './node.ts';
import { zookeeperFindings } from './zookeeper-findings.ts';

const broker = aNode(1);
const controller = aNode(3001, { broker: false, controller: true });

test.each<[string, readonly KafkaNode[], number, string[]]>([
  ['a cluster of KRaft', [broker, controller], 0, []],
  ['a cluster on ZooKeeper', [broker, aZooKeeper(1)], 1, []],
  [
    'nobody to ask',
    [broker, aZooKeeper(1), aZooKeeper(2)],
    0,
    ['input zookeeper-connect: it is not given, and zookeeper-1, zookeeper-2 cannot be asked without it'],
  ],
  [
    'addresses of nobody',
    [broker],
    3,
    ['input zookeeper-connect: it is given, and no instance has the role zookeeper'],
  ],
  [
    'a migration',
    [broker, controller, aZooKeeper(1)],
    1,
    ['the cluster: it has controllers of KRaft (controller-3001) and ZooKeeper servers (zookeeper-1)'],
  ],
])('%s', (_, nodes, addresses, findings) => {
  expect(
    zookeeperFindings(nodes, addresses, 'stop-start').map(({ where, what }) => `${where}: ${what}`),
  ).toEqual(findings);
});

test('a reboot is too quick for brokers on ZooKeeper', () => {
  expect(zookeeperFindings([broker, aZooKeeper(1)], 1, 'reboot')).toMatchObject([{ where: 'input mode' }]);
  expect(zookeeperFindings([broker], 0, 'reboot')).toEqual([]);
});
