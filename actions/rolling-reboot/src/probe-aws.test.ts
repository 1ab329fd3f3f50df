import { expect, test } from '@jest/globals';
import { aNode } from '../../../test/builders/fleet.ts';
import { WorldFailure } from '../../../lib/core/world-failure.ts';
import type { Ec2Call } from '../../../lib/adapters/ec2/dry-run.ts';
import { type AwsUnderProbe, probeEc2, probeIdentity } from './probe-aws.ts';

const AWS: AwsUnderProbe = {
  callerAccount: () => Promise.resolve('123456789012'),
  credentialsEnd: () => Promise.resolve(undefined),
  dryRun: () => Promise.resolve({ kind: 'allowed' }),
};
const nodes = [1, 2, 3].map((id) => aNode(id));

const identity = async (change: Partial<AwsUnderProbe>, account?: string): Promise<string[]> =>
  (await probeIdentity({ ...AWS, ...change }, account)).map(({ probed }) => probed.outcome);

test('the account is compared with the one that is expected', async () => {
  expect(await identity({})).toEqual(['allowed', 'allowed']);
  expect(await identity({}, '123456789012')).toEqual(['allowed', 'allowed']);
  expect(await identity({}, '999999999999')).toEqual(['refused', 'allowed']);
  const callerAccount = () => Promise.reject(new WorldFailure('no answer'));
  expect(await identity({ callerAccount })).toEqual(['unknown', 'allowed']);
});

test('credentials that end nobody knows when are refused, as a cycle would refuse them', async () => {
  const ends = (until: number | undefined) => () => Promise.resolve({ until, because: 'it is so' });
  expect(await identity({ credentialsEnd: ends(undefined) })).toEqual(['allowed', 'refused']);
  expect(await identity({ credentialsEnd: ends(1_000) })).toEqual(['allowed', 'allowed']);
});

test('a bug of a probe is not taken for an answer', async () => {
  const callerAccount = () => Promise.reject(new TypeError('a bug'));
  await expect(identity({ callerAccount })).rejects.toThrow('a bug');
});

test('what changes a node is asked about every node, and the worst answer counts', async () => {
  const asked: Ec2Call[] = [];
  const dryRun: AwsUnderProbe['dryRun'] = (call) => {
    asked.push(call);
    const isRefused = call.action === 'StopInstances' && call.instance === nodes[1]?.instance;
    return Promise.resolve(isRefused ? { kind: 'refused', reason: 'no' } : { kind: 'allowed' });
  };
  const permissions = await probeEc2({ ...AWS, dryRun }, { nodes, instances: [], mode: 'stop-start' });
  expect(permissions.filter(({ probed }) => probed.outcome !== 'allowed')).toMatchObject([
    { permission: 'ec2:StopInstances', probed: { outcome: 'refused', found: 'broker-2 (i-2): no' } },
  ]);
  expect(asked.filter(({ action }) => action === 'StopInstances')).toHaveLength(3);
  expect(asked.filter(({ action }) => action === 'DescribeInstances')).toHaveLength(1);
  expect(asked.find(({ action }) => action === 'CreateTags')?.tags).toEqual([
    'rolling-reboot:intent',
    'rolling-reboot:done',
  ]);
});

test('an answer that is none is unknown', async () => {
  const dryRun = () => Promise.resolve({ kind: 'unknown', reason: 'odd' } as const);
  const permissions = await probeEc2({ ...AWS, dryRun }, { nodes, instances: [], mode: 'recover' });
  expect(new Set(permissions.map(({ probed }) => probed.outcome))).toEqual(new Set(['unknown']));
});
