import { EC2Client, RunInstancesCommand } from '@aws-sdk/client-ec2';
import { afterAll, beforeAll, expect, jest, test } from '@jest/globals';
import { type AwsLab, startAwsLab } from '../../lab/aws-lab.ts';
import { ACCOUNT, ROOT_KEY } from '../../lab/aws/account.ts';
import { asJob } from '../../lab/oidc-issuer.ts';
import type { AwsSettings } from '../../lib/adapters/aws-settings.ts';
import { Ec2 } from '../../lib/adapters/ec2.ts';
import { Ecr } from '../../lib/adapters/ecr.ts';
import { mskIamToken } from '../../lib/adapters/msk-iam-token.ts';
import { assumedRole, callerAccount } from '../../lib/adapters/sts.ts';
import { guardAccount } from '../../lib/guard-account.ts';
import type { Purpose } from '../../scripts/policies/core/purpose.ts';
import { type RolesHere, rolesHere } from '../policies/samples-here.ts';
import { immutable, type Job, PULL, token } from '../policies/tokens.ts';

jest.setTimeout(120_000);

const REGION = 'eu-west-1';
const CONTEXT = 'environment:prod';
const REBOOT: Job = { workflow: 'rolling-reboot.yml', context: `${CONTEXT}-reboot` };
const DIFF: Job = { workflow: 'topic-diff.yml', context: `${CONTEXT}-plan`, ref: PULL };
const DEPLOY: Job = { workflow: 'deploy.yml', context: CONTEXT };

let here: RolesHere;
let aws: AwsLab;

beforeAll(async () => {
  here = await rolesHere('prod');
  aws = await startAwsLab({ roles: here.roles });
  Object.assign(process.env, aws.env);
});

afterAll(async () => {
  await aws[Symbol.asyncDispose]();
});

/** The session of a role that a job takes with its token. */
async function sessionOf(purpose: Purpose, job: Job, audience = 'sts.amazonaws.com'): Promise<AwsSettings> {
  const url = asJob(aws.env, immutable(token(job)))['ACTIONS_ID_TOKEN_REQUEST_URL'] ?? '';
  const authorization = `Bearer ${aws.env['ACTIONS_ID_TOKEN_REQUEST_TOKEN'] ?? ''}`;
  const idToken = async (): Promise<string> => {
    const answer = await fetch(`${url}&audience=${audience}`, { headers: { authorization } });
    return ((await answer.json()) as { value: string }).value;
  };
  const credentials = await assumedRole({
    region: REGION,
    roleArn: here.arnOf(purpose),
    sessionName: 'contract',
    idToken,
    maskSecret: () => undefined,
  })();
  return { region: REGION, credentials: () => Promise.resolve(credentials) };
}

async function runInstance(cluster: string): Promise<string> {
  const credentials = { ...ROOT_KEY };
  const ec2 = new EC2Client({ region: REGION, credentials, endpoint: aws.env['AWS_ENDPOINT_URL'] ?? '' });
  const Tags = [{ Key: 'kafka-cluster', Value: cluster }];
  const { Instances = [] } = await ec2.send(
    new RunInstancesCommand({
      ...{ ImageId: 'ami-0123456789abcdef0', MinCount: 1, MaxCount: 1 },
      TagSpecifications: [{ ResourceType: 'instance', Tags }],
    }),
  );
  ec2.destroy();
  return Instances[0]?.InstanceId ?? '';
}

test('a lab whose policies hold gives nobody the keys of the root', () => {
  expect(Object.keys(aws.env)).not.toContain('AWS_SECRET_ACCESS_KEY');
});

test('a role is given to the jobs that its trust policy names, and to no other', async () => {
  expect(await callerAccount(await sessionOf('reboot', REBOOT))).toBe('123456789012');
  await expect(sessionOf('reboot', DEPLOY)).rejects.toThrow(/AccessDenied.*sub repo:kafka-fleet@/);
  await expect(sessionOf('reboot', REBOOT, 'somebody-else')).rejects.toThrow(/Incorrect token audience/);
  const proposed = { workflow: 'rolling-reboot.yml', context: 'pull_request', ref: 'refs/pull/1/merge' };
  await expect(sessionOf('reboot', proposed)).rejects.toThrow(/AccessDenied/);
});

test('what EC2 refuses reads as EC2 says it: by the tags that an instance has now', async () => {
  const ec2 = new Ec2(await sessionOf('reboot', REBOOT));
  const [own, other] = [await runInstance('lab'), await runInstance('another')];
  await ec2.stop(own, 10_000);
  await expect(ec2.stop(other, 10_000)).rejects.toThrow(
    /UnauthorizedOperation.*ec2:StopInstances on resource/,
  );
  expect(await ec2.refusalOf('StopInstances', own)).toBeUndefined();
  expect(await ec2.refusalOf('StopInstances', other)).toContain('UnauthorizedOperation');
  await ec2.tag(own, 'rolling-reboot:intent', 'x');
  await expect(ec2.tag(own, 'kafka-cluster', 'another')).rejects.toThrow(/UnauthorizedOperation/);
  const seen = aws.calls.filter(({ action }) => action === 'StopInstances');
  expect(seen.map(({ asked, error }) => [asked[0]?.allowed, error])).toEqual([
    [true, undefined],
    [false, 'UnauthorizedOperation'],
    [true, 'DryRunOperation'],
    [false, 'UnauthorizedOperation'],
  ]);
});

test('what ECR refuses reads as ECR says it', async () => {
  const ecr = new Ecr(await sessionOf('build', DEPLOY));
  expect(await ecr.repository('kafka/producer')).toBeUndefined();
  await expect(ecr.repository('somebody/else')).rejects.toThrow(/AccessDeniedException/);
  const login = await ecr.login();
  expect(login.password).not.toBe('123456789012-auth-token');
  expect(aws.registryRights?.isPassword(login.password)).toBe(true);
  await expect(new Ecr(await sessionOf('reboot', REBOOT)).login()).rejects.toThrow(/AccessDeniedException/);
});

test.each([
  ['topics-plan', DIFF],
  ['topics-apply', DEPLOY],
] as const)('%s tells its account and signs for Amazon MSK, which needs no right', async (purpose, job) => {
  const before = aws.calls.length;
  const settings = await sessionOf(purpose, job);
  await guardAccount(ACCOUNT, () => callerAccount(settings));
  await expect(guardAccount('333344445555', () => callerAccount(settings))).rejects.toThrow(ACCOUNT);
  const login = Buffer.from(await mskIamToken(settings)(), 'base64url').toString();
  expect(login).toContain((await settings.credentials?.())?.accessKeyId);
  const made = aws.calls.slice(before).map(({ action, asked, error }) => [action, asked, error]);
  const told = ['GetCallerIdentity', [], undefined];
  expect(made).toEqual([['AssumeRoleWithWebIdentity', [], undefined], told, told]);
  await expect(new Ecr(settings).login()).rejects.toThrow(/AccessDeniedException/);
});
