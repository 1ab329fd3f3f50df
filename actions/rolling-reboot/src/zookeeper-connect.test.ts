import { expect, test } from '@jest/globals';
import { zookeeperConnect } from './zookeeper-connect.ts';

const ZK1 = { host: 'zk1', port: 2181 };
const ZK2 = { host: '10.0.0.2', port: 2182 };

test.each([
  ['zk1:2181', [ZK1]],
  ['zk1:2181, 10.0.0.2:2182', [ZK1, ZK2]],
  ['zk1:2181\n10.0.0.2:2182\n', [ZK1, ZK2]],
  ['zk1:2181,10.0.0.2:2182/kafka/events', [ZK1, ZK2]],
  ['zk1:2181,10.0.0.2:2182/', [ZK1, ZK2]],
  ['[fd00::1]:2181', [{ host: 'fd00::1', port: 2181 }]],
])('%j', (given, addresses) => {
  expect(zookeeperConnect.read(given)).toEqual(addresses);
});

test.each(['zk1', 'zk1:0', 'zk1:2181/kafka,zk2:2181', '/kafka', 'zk1:2181;zk2:2181'])(
  '%j is refused',
  (given) => {
    expect(zookeeperConnect.read(given)).toBeUndefined();
  },
);
