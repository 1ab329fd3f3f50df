import { afterAll, beforeAll, describe, expect, jest, test } from '@jest/globals';
import {
  DescribeInstancesCommand,
  EC2Client,
  RebootInstancesCommand,
  StartInstancesCommand,
  StopInstancesCommand,
} from '@aws-sdk/client-ec2';
import {
  AssumeRoleWithWebIdentityCommand,
  type AssumeRoleWithWebIdentityCommandOutput,
  GetCallerIdentityCommand,
  STSClient,
} from '@aws-sdk/client-sts';
import { WebClient } from '@slack/web-api';
import { type Lab, startLab } from '../../lab/lab.ts';
import { probeMetadata } from '../../lab/kafka/metadata-probe.ts';
import { eventually } from './eventually.ts';
import { isRunning } from './processes.ts';

jest.setTimeout(120_000);

let lab: Lab;
let ec2: EC2Client;

beforeAll(async () => {
  lab = await startLab({ sessionSeconds: 2 });
  ec2 = new EC2Client(clientSettings(rootKey()));
});

afterAll(async () => {
  ec2.destroy();
  await lab.close();
});

const rootKey = () => ({
  accessKeyId: lab.env['AWS_ACCESS_KEY_ID'] ?? '',
  secretAccessKey: lab.env['AWS_SECRET_ACCESS_KEY'] ?? '',
});

function clientSettings(credentials: {
  accessKeyId: string;
  secretAccessKey: string;
  sessionToken?: string;
}) {
  const endpoint = lab.env['AWS_ENDPOINT_URL'] ?? '';
  return { endpoint, region: lab.env['AWS_REGION'] ?? '', credentials, maxAttempts: 1 };
}

async function instanceOf(nodeId: number) {
  const filters = [{ Name: 'tag:kafka-node-id', Values: [String(nodeId)] }];
  const { Reservations } = await ec2.send(new DescribeInstancesCommand({ Filters: filters }));
  const instance = Reservations?.[0]?.Instances?.[0];
  if (instance === undefined) throw new Error(`no instance is tagged with node ${String(nodeId)}`);
  return instance;
}

const stateOf = async (nodeId: number) => (await instanceOf(nodeId)).State?.Name;

async function nodesIn(state: string): Promise<(string | undefined)[]> {
  const filters = [{ Name: 'instance-state-name', Values: [state] }];
  const { Reservations = [] } = await ec2.send(new DescribeInstancesCommand({ Filters: filters }));
  const instances = Reservations.flatMap(({ Instances = [] }) => Instances);
  return instances.map(({ Tags }) => Tags?.find(({ Key }) => Key === 'kafka-node-id')?.Value);
}

const idOf = (nodeId: number): string => lab.nodes[nodeId - 1]?.instanceId ?? '';
const launchTimeOf = async (nodeId: number) => (await instanceOf(nodeId)).LaunchTime?.getTime() ?? 0;
/** 0 while no process runs. */
const pidOf = async (nodeId: number) => (await lab.instances())[nodeId - 1]?.pid ?? 0;
const seenByNode1 = () => probeMetadata(Number(lab.bootstrapBrokers[0]?.split(':')[1]));

describe('the cluster', () => {
  test('has three registered brokers, each in the zone of its instance', async () => {
    expect((await seenByNode1()).brokerIds).toEqual([1, 2, 3]);
    expect(lab.nodes.map(({ rack }) => rack)).toEqual(['eu-west-1a', 'eu-west-1b', 'eu-west-1c']);
    expect((await instanceOf(2)).Placement?.AvailabilityZone).toBe('eu-west-1b');
  });

  test('gives its instances page by page', async () => {
    const first = await ec2.send(new DescribeInstancesCommand({ MaxResults: 2 }));
    expect(first.Reservations).toHaveLength(2);
    const second = await ec2.send(
      new DescribeInstancesCommand({ MaxResults: 2, NextToken: first.NextToken }),
    );
    expect(second.Reservations).toHaveLength(1);
  });
});

describe('an instance', () => {
  test('is its broker: it stops, is missed, and comes back with a new launch time', async () => {
    const before = await launchTimeOf(2);
    const pid = await pidOf(2);
    const command = new StopInstancesCommand({ InstanceIds: [idOf(2)] });
    expect(await ec2.send(command)).toMatchObject({
      StoppingInstances: [{ CurrentState: { Name: 'stopping' } }],
    });
    expect(await stateOf(2)).toBe('stopping');
    expect(await nodesIn('stopping')).toEqual(['2']);
    expect(await nodesIn('running')).toEqual(['1', '3']);
    const tooEarly = ec2.send(new StartInstancesCommand({ InstanceIds: [idOf(2)] }));
    await expect(tooEarly).rejects.toMatchObject({ name: 'IncorrectInstanceState' });
    await eventually('the instance is stopped', async () => (await stateOf(2)) === 'stopped');
    expect(isRunning(pid)).toBe(false);
    await eventually('broker 2 is missed', async () => (await seenByNode1()).brokerIds.length === 2);

    await ec2.send(new StartInstancesCommand({ InstanceIds: [idOf(2)] }));
    expect(await stateOf(2)).toBe('pending');
    await eventually('the instance runs', async () => (await stateOf(2)) === 'running');
    await eventually('broker 2 is back', async () => (await seenByNode1()).brokerIds.length === 3);
    expect(await launchTimeOf(2)).toBeGreaterThan(before);
  });

  test('restarts its broker on reboot and keeps its launch time', async () => {
    const before = await launchTimeOf(3);
    const pid = await pidOf(3);
    await ec2.send(new RebootInstancesCommand({ InstanceIds: [idOf(3)] }));
    await eventually('another process runs', async () => ![0, pid].includes(await pidOf(3)));
    expect(await launchTimeOf(3)).toBe(before);
    await eventually('broker 3 is back', async () => (await seenByNode1()).brokerIds.length === 3);
  });

  test('goes on running when its process is killed behind its back', async () => {
    await lab.signalNode(3, 'SIGKILL');
    await eventually('the process is gone', async () => (await pidOf(3)) === 0);
    expect(await stateOf(3)).toBe('running');
    await expect(lab.signalNode(3, 'SIGKILL')).rejects.toThrow('node 3 does not run');
  });
});

describe('faults', () => {
  test('are had as often as was asked for, and every call is logged', async () => {
    await lab.inject({ kind: 'refuse', action: 'DescribeInstances', code: 'RequestLimitExceeded', times: 1 });
    await expect(stateOf(1)).rejects.toMatchObject({ name: 'RequestLimitExceeded' });
    expect(await stateOf(1)).toBe('running');
    const [refused, answered] = (await lab.awsCalls()).slice(-2);
    expect(refused).toMatchObject({ action: 'DescribeInstances', error: 'RequestLimitExceeded' });
    expect(answered).toMatchObject({ service: 'ec2', status: 200, accessKeyId: rootKey().accessKeyId });
  });

  test('of nodes that are not there are refused', async () => {
    await expect(lab.inject({ kind: 'unstick', nodeId: 7 })).rejects.toThrow('there is no node 7');
  });
});

describe('credentials', () => {
  const token = async (audience: string): Promise<string> => {
    const url = `${lab.env['ACTIONS_ID_TOKEN_REQUEST_URL'] ?? ''}&audience=${audience}`;
    const authorization = `Bearer ${lab.env['ACTIONS_ID_TOKEN_REQUEST_TOKEN'] ?? ''}`;
    const answer = (await (await fetch(url, { headers: { authorization } })).json()) as { value: string };
    return answer.value;
  };

  const assume = (WebIdentityToken: string) => {
    const sts = new STSClient(clientSettings(rootKey()));
    const input = { RoleArn: lab.roleArn, RoleSessionName: 'reboot', WebIdentityToken, DurationSeconds: 900 };
    return sts.send(new AssumeRoleWithWebIdentityCommand(input));
  };

  const keysOf = ({ Credentials: given }: AssumeRoleWithWebIdentityCommandOutput) => {
    const {
      AccessKeyId: accessKeyId,
      SecretAccessKey: secretAccessKey,
      SessionToken: sessionToken,
    } = given ?? {};
    if (accessKeyId === undefined || secretAccessKey === undefined || sessionToken === undefined) {
      throw new Error('the answer holds no credentials');
    }
    const expiration = given?.Expiration?.getTime() ?? 0;
    return { credentials: { accessKeyId, secretAccessKey, sessionToken }, expiration };
  };

  test('are given for a good token, name their session, and end', async () => {
    const { credentials, expiration } = keysOf(await assume(await token('sts.amazonaws.com')));
    expect(expiration - Date.now()).toBeLessThan(2500);
    const settings = clientSettings(credentials);
    const identity = await new STSClient(settings).send(new GetCallerIdentityCommand());
    expect(identity.Arn).toBe('arn:aws:sts::123456789012:assumed-role/kafka-fleet-actions/reboot');
    const describe = () => new EC2Client(settings).send(new DescribeInstancesCommand());
    expect((await describe()).Reservations).toHaveLength(3);
    await eventually('the session ends', () => Date.now() > expiration);
    await expect(describe()).rejects.toMatchObject({ name: 'RequestExpired' });
  });

  test('are refused for a token of another audience and for what is no token', async () => {
    await expect(assume(await token('https://example.com'))).rejects.toMatchObject({
      name: 'InvalidIdentityTokenException',
    });
    await expect(assume('garbage')).rejects.toMatchObject({ name: 'InvalidIdentityTokenException' });
  });

  test('that nobody gave out are refused', async () => {
    const stranger = new EC2Client(clientSettings({ accessKeyId: 'AKIASTRANGER', secretAccessKey: 'x' }));
    await expect(stranger.send(new DescribeInstancesCommand())).rejects.toMatchObject({
      name: 'AuthFailure',
    });
  });
});

describe('Slack', () => {
  const webhook = () => {
    const headers = { 'content-type': 'application/json' };
    const body = JSON.stringify({ text: 'halted' });
    return fetch(lab.env['LAB_SLACK_WEBHOOK_URL'] ?? '', { method: 'POST', headers, body });
  };

  test('fails as often as was asked for, then keeps the message', async () => {
    await lab.inject({ kind: 'slack-fails', times: 1 });
    expect((await webhook()).status).toBe(500);
    expect(await (await webhook()).text()).toBe('ok');
    expect((await lab.slackMessages()).at(-1)).toMatchObject({ by: 'webhook', text: 'halted' });
  });

  test('keeps what its own client sends, and knows its token only', async () => {
    const slackApiUrl = lab.env['SLACK_API_URL'] ?? '';
    const post = (token: string) =>
      new WebClient(token, { slackApiUrl }).chat.postMessage({ channel: '#kafka', text: 'step 1 of 3' });
    expect((await post(lab.env['LAB_SLACK_TOKEN'] ?? '')).ok).toBe(true);
    expect((await lab.slackMessages()).at(-1)).toMatchObject({ by: 'chat.postMessage', channel: '#kafka' });
    await expect(post('xoxb-other')).rejects.toThrow('invalid_auth');
  });
});
