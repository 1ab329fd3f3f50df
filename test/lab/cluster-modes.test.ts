import { existsSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { StartInstancesCommand, StopInstancesCommand } from '@aws-sdk/client-ec2';
import { expect, jest, test } from '@jest/globals';
import { type Lab, startLab } from '../../lab/lab.ts';
import { quorumOf, rolesTagged } from './cluster-seen.ts';
import { ec2Of } from './ec2-of.ts';
import { eventually } from './eventually.ts';

jest.setTimeout(180_000);

const pidOf = async (lab: Lab, identity: string) =>
  (await lab.instances()).find((instance) => instance.identity === identity)?.pid;

test('controllers of their own vote and brokers do not; the quorum outlives the stop of its leader', async () => {
  await using lab = await startLab({ mode: 'kraft-separate', kafkaVersion: '3.9.2', brokers: 2 });
  expect(await rolesTagged(lab)).toEqual([
    'broker 1',
    'broker 2',
    'controller 3001',
    'controller 3002',
    'controller 3003',
  ]);
  expect(lab.bootstrapBrokers).toEqual(lab.nodes.slice(0, 2).map(({ address }) => address));
  expect(lab.zookeeperConnect).toBeUndefined();
  const before = await quorumOf(lab);
  expect(before).toMatchObject({ voters: [3001, 3002, 3003], observers: [1, 2] });

  const leader = lab.nodes.find(({ nodeId }) => nodeId === before.leaderId);
  const [identity = '', InstanceIds] = [leader?.identity, [leader?.instanceId ?? '']];
  using client = ec2Of(lab);
  await client.ec2.send(new StopInstancesCommand({ InstanceIds }));
  await eventually('its process ends', async () => (await pidOf(lab, identity)) === undefined);
  await eventually('another one leads', async () => (await quorumOf(lab)).leaderId !== before.leaderId);
  await eventually('it is stopped', async () => {
    return (await lab.instances()).some((one) => one.identity === identity && one.state === 'stopped');
  });
  await client.ec2.send(new StartInstancesCommand({ InstanceIds }));
  await eventually('its process runs again', async () => (await pidOf(lab, identity)) !== undefined);
});

test('ZooKeeper servers have ids of their own, and faults reach the one that is named', async () => {
  await using lab = await startLab({ mode: 'zookeeper', brokers: 1, zookeepers: 1 });
  expect(await rolesTagged(lab)).toEqual(['broker 1', 'zookeeper 1']);
  expect(lab.zookeeperConnect).toBe(lab.nodes[1]?.address);
  expect(lab.env['LAB_ZOOKEEPER_CONNECT']).toBe(lab.zookeeperConnect);
  await expect(lab.signalNode('zookeeper-2', 'SIGKILL')).rejects.toThrow('there is no node zookeeper-2');
  await lab.signalNode('zookeeper-1', 'SIGKILL');
  await eventually('it is gone', async () => (await pidOf(lab, 'zookeeper-1')) === undefined);
  expect(await pidOf(lab, 'broker-1')).toBeDefined();
});

test('a lab that cannot be as it was asked for leaves no folder', async () => {
  const dir = join(tmpdir(), `kafka-lab-refused-${String(process.pid)}`);
  await expect(startLab({ dir, brokers: 10 })).rejects.toThrow('brokers: 10 is not possible');
  expect(existsSync(dir)).toBe(false);
});
