import { expect, jest, test } from '@jest/globals';
import { EC2Client, StartInstancesCommand, StopInstancesCommand } from '@aws-sdk/client-ec2';
import { Kafka, logLevel } from 'kafkajs';
import { calmKafkajs } from '../../lab/calm-kafkajs.ts';
import { type Lab, startLab } from '../../lab/lab.ts';
import { startWitness } from '../../lab/witness.ts';
import { eventually } from './eventually.ts';

jest.setTimeout(120_000);

async function createTopic(lab: Lab, topic: string): Promise<void> {
  calmKafkajs();
  const admin = new Kafka({ brokers: [...lab.bootstrapBrokers], logLevel: logLevel.NOTHING }).admin();
  await admin.connect();
  await admin.createTopics({
    topics: [{ topic, numPartitions: 6, replicationFactor: 3 }],
    waitForLeaders: false,
  });
  await admin.disconnect();
}

async function restart(lab: Lab, nodeId: number): Promise<void> {
  const { AWS_ENDPOINT_URL: endpoint = '', AWS_REGION: region = '', ...env } = lab.env;
  const [accessKeyId = '', secretAccessKey = ''] = [env['AWS_ACCESS_KEY_ID'], env['AWS_SECRET_ACCESS_KEY']];
  const ec2 = new EC2Client({ endpoint, region, credentials: { accessKeyId, secretAccessKey } });
  const InstanceIds = lab.nodes.filter((node) => node.nodeId === nodeId).map((node) => node.instanceId);
  const reaches = (state: string) =>
    eventually(
      `node ${String(nodeId)} is ${state}`,
      async () => (await lab.instances())[nodeId - 1]?.state === state,
    );
  await ec2.send(new StopInstancesCommand({ InstanceIds }));
  await reaches('stopped');
  await ec2.send(new StartInstancesCommand({ InstanceIds }));
  await reaches('running');
}

test('a witness keeps count through the restart of a broker', async () => {
  await using lab = await startLab({ kafkaVersion: '3.9.2' });
  await createTopic(lab, 'witnessed');
  await using witness = await startWitness({ brokers: lab.bootstrapBrokers, topic: 'witnessed' });
  await eventually('traffic flows', () => witness.verdictSoFar().consumed > 50);
  await restart(lab, 1);
  const before = witness.verdictSoFar().consumed;
  await eventually('traffic goes on', () => witness.verdictSoFar().consumed > before + 100);
  const verdict = await witness.finish();
  expect(verdict).toMatchObject({ lost: 0, reordered: 0, refused: 0 });
  expect(verdict.consumed).toBe(verdict.acknowledged);
});
