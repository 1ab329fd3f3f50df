import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { Readable } from 'node:stream';
import { EC2Client } from '@aws-sdk/client-ec2';
import { readStopHazards, type StopHazards } from '../../lib/adapters/ec2/stop-hazards.ts';
import { REGION, ROOT_KEY } from '../../lab/aws/account.ts';
import { Moto } from '../../lab/aws/moto.ts';
import { provideMoto } from '../../lab/provision/moto.ts';

let folder: string;
let moto: Moto;
let client: EC2Client;

beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'hazards-'));
  moto = await Moto.start(await provideMoto(() => undefined), path.join(folder, 'moto.log'));
  const toMoto = { handle: async (request: Sent) => ({ response: await forwarded(request) }) };
  client = new EC2Client({ region: REGION, credentials: ROOT_KEY, requestHandler: toMoto });
}, 120_000);

afterAll(async () => {
  client.destroy();
  moto.process.kill('SIGKILL');
  await rm(folder, { recursive: true, force: true });
});

interface Sent {
  readonly method: string;
  readonly path: string;
  readonly headers: Record<string, string>;
  readonly body?: string;
}

async function forwarded({ method, path: target, headers, body = '' }: Sent) {
  const answer = await moto.forward({ method, url: new URL(target, 'http://moto'), headers, body });
  return {
    statusCode: answer.status,
    headers: { 'content-type': answer.contentType },
    body: Readable.from([Buffer.from(answer.body)]),
  };
}

/** Runs one instance; the rest of RunInstances as it is sent. */
async function launch(parameters: Record<string, string> = {}): Promise<string> {
  const answer = await moto.ec2({
    Action: 'RunInstances',
    ImageId: 'ami-0123456789abcdef0',
    InstanceType: 'm7g.large',
    MinCount: '1',
    MaxCount: '1',
    ...parameters,
  });
  return /<instanceId>([^<]+)</.exec(answer)?.[1] ?? '';
}

async function hazardsOf(id: string): Promise<StopHazards | undefined> {
  return (await readStopHazards(client, [id]))[0];
}

test('nothing about a harmless instance, and nothing about none', async () => {
  expect(await hazardsOf(await launch())).toMatchObject({
    stopProtection: false,
    instanceStore: undefined,
    oneTimeSpot: false,
    autoScalingGroup: undefined,
    unread: [],
  });
  expect(await readStopHazards(client, [])).toEqual([]);
});

test('stop protection', async () => {
  const id = await launch();
  await moto.ec2({ Action: 'ModifyInstanceAttribute', InstanceId: id, 'DisableApiStop.Value': 'true' });
  expect(await hazardsOf(id)).toMatchObject({ stopProtection: true });
});

test('a type with local disks', async () => {
  const id = await launch({ InstanceType: 'i3.large' });
  expect(await hazardsOf(id)).toMatchObject({ instanceStore: 'its type i3.large has local disks' });
});

test('the Auto Scaling group', async () => {
  const id = await launch({
    'TagSpecification.1.ResourceType': 'instance',
    'TagSpecification.1.Tag.1.Key': 'aws:autoscaling:groupName',
    'TagSpecification.1.Tag.1.Value': 'kafka',
  });
  expect(await hazardsOf(id)).toMatchObject({ autoScalingGroup: 'kafka' });
});

test('a spot instance', async () => {
  const id = await launch({ 'InstanceMarketOptions.MarketType': 'spot' });
  expect(await hazardsOf(id)).toMatchObject({ oneTimeSpot: true });
});
