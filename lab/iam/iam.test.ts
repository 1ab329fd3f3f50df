import { beforeAll, describe, expect, test } from '@jest/globals';
import { renderRoles } from '../../scripts/policies/core/render-role.ts';
import type { PolicySettings } from '../../scripts/policies/core/policy-settings.ts';
import type { Purpose } from '../../scripts/policies/core/purpose.ts';
import { renderEnvironments } from '../../scripts/policies/rendered-files.ts';
import { readAwsRequest } from '../aws/aws-request.ts';
import type { RegistryCallKind } from '../registry/registry-call.ts';
import { Iam, type Judgement } from './iam.ts';
import { rehomed } from './rehomed.ts';

const TAGS: Readonly<Record<string, Record<string, string>>> = {
  'i-own': { 'kafka-cluster': 'lab' },
  'i-other': { 'kafka-cluster': 'another' },
  'i-bare': {},
};

let iam: Iam;
let sample: PolicySettings;
let roles: ReadonlyMap<Purpose, string>;

beforeAll(async () => {
  const [environment] = await renderEnvironments(process.cwd(), ['environments/prod.yaml']);
  if (environment === undefined) throw new Error('no environment');
  const settings = rehomed(environment.settings, 'lab');
  sample = settings;
  roles = settings.roles;
  iam = iamOf(settings);
});

const iamOf = (settings: PolicySettings, policies: Readonly<Record<string, object>> = {}): Iam =>
  new Iam(
    [...renderRoles(settings).values()],
    (id) => Promise.resolve(TAGS[id] ?? {}),
    (arn) => Promise.resolve(policies[arn]),
  );

interface Call {
  readonly service: string;
  readonly region?: string;
  /** Of the Query protocol, or of the JSON one. */
  readonly body:
    | { readonly target?: never; readonly form: Record<string, string> }
    | { readonly target: string; readonly input: object };
}

function judge(purpose: Purpose, { service, region = 'eu-west-1', body }: Call): Promise<Judgement> {
  const authorization = `AWS4-HMAC-SHA256 Credential=ASIA/20260101/${region}/${service}/aws4_request, SignedHeaders=host`;
  const headers = {
    authorization,
    ...(body.target !== undefined && { 'x-amz-target': `ECR.${body.target}` }),
  };
  const text =
    body.target === undefined ? new URLSearchParams(body.form).toString() : JSON.stringify(body.input);
  const http = { method: 'POST', url: new URL('http://lab'), headers, body: text, gone: Promise.resolve() };
  return iam.judge(readAwsRequest(http), session(purpose));
}

const session = (purpose: Purpose) => {
  const role = roles.get(purpose) ?? '';
  return { role, arn: `${role.replace(':iam:', ':sts:').replace(':role/', ':assumed-role/')}/test` };
};

const ec2 = (action: string, more: Readonly<Record<string, string>> = {}, region?: string): Call => ({
  service: 'ec2',
  ...(region === undefined ? {} : { region }),
  body: { form: { Action: action, ...more } },
});

const ecr = (target: string, input: object, region?: string): Call => ({
  service: 'ecr',
  ...(region === undefined ? {} : { region }),
  body: { target, input },
});

const code = async (judgement: Promise<Judgement>): Promise<string | undefined> =>
  (await judgement).refusal?.code;

describe('a rolling reboot', () => {
  test.each(['StopInstances', 'StartInstances', 'RebootInstances'])(
    '%s of its cluster alone',
    async (action) => {
      const on = (...ids: string[]) =>
        code(
          judge(
            'reboot',
            ec2(action, Object.fromEntries(ids.map((id, n) => [`InstanceId.${String(n + 1)}`, id]))),
          ),
        );
      expect(await on('i-own')).toBeUndefined();
      for (const ids of [['i-other'], ['i-bare'], ['i-unknown'], ['i-own', 'i-other']])
        expect(await on(...ids)).toBe('UnauthorizedOperation');
    },
  );

  test.each(['CreateTags', 'DeleteTags'])('%s of its own keys alone', async (action) => {
    const tags = (id: string, ...keys: string[]) => {
      const given = Object.fromEntries(keys.map((key, n) => [`Tag.${String(n + 1)}.Key`, key]));
      return code(judge('reboot', ec2(action, { 'ResourceId.1': id, ...given })));
    };
    expect(await tags('i-own', 'rolling-reboot:intent')).toBeUndefined();
    expect(await tags('i-own', 'rolling-reboot:intent', 'rolling-reboot:done')).toBeUndefined();
    expect(await tags('i-other', 'rolling-reboot:intent')).toBe('UnauthorizedOperation');
    // To tag is to choose what the role may reach.
    expect(await tags('i-other', 'kafka-cluster')).toBe('UnauthorizedOperation');
    expect(await tags('i-own', 'kafka-cluster')).toBe('UnauthorizedOperation');
    expect(await tags('i-own', 'rolling-reboot:intent', 'Name')).toBe('UnauthorizedOperation');
    // Without keys all are deleted.
    expect(await tags('i-own')).toBe('UnauthorizedOperation');
  });

  test('nothing that destroys, nothing in another region, no images, no other role', async () => {
    const own = { 'InstanceId.1': 'i-own' };
    expect(await code(judge('reboot', ec2('TerminateInstances', own)))).toBe('UnauthorizedOperation');
    expect(await code(judge('reboot', ec2('StopInstances', own, 'us-east-1')))).toBe('UnauthorizedOperation');
    expect(await code(judge('reboot', ec2('DescribeInstances', {}, 'us-east-1')))).toBe(
      'UnauthorizedOperation',
    );
    expect(await code(judge('reboot', ec2('DescribeInstances')))).toBeUndefined();
    expect(await code(judge('reboot', ecr('GetAuthorizationToken', {})))).toBe('AccessDeniedException');
    const assume: Call = { service: 'sts', body: { form: { Action: 'AssumeRole' } } };
    expect(await code(judge('reboot', assume))).toBe('AccessDenied');
  });

  test('a call that is not mapped is refused', async () => {
    expect(await code(judge('reboot', ec2('RunScheduledInstances')))).toBe('UnauthorizedOperation');
    expect(await code(judge('reboot', ec2('CreateTags', { 'ResourceId.1': 'vol-1' })))).toBe(
      'UnauthorizedOperation',
    );
    expect(await code(judge('reboot', { service: 's3', body: { form: { Action: 'ListBuckets' } } }))).toBe(
      'AccessDenied',
    );
  });
});

const OWN = 'kafka/producer';

describe('a build', () => {
  test('keeps its repositories, with tags that need a right too', async () => {
    const created = await judge(
      'build',
      ecr('CreateRepository', { repositoryName: OWN, tags: [{ Key: 'a', Value: 'b' }] }),
    );
    expect(created.asked.map(({ action }) => action)).toEqual(['ecr:CreateRepository', 'ecr:TagResource']);
    expect(created.asked.map(({ by }) => by)).toEqual(['KeepRepositories', 'KeepRepositories']);
    expect(created.refusal).toBeUndefined();
  });

  test.each([
    ['another repository', ecr('PutLifecyclePolicy', { repositoryName: 'other/app' })],
    ['the list of all', ecr('DescribeRepositories', {})],
    ['another region', ecr('DescribeRepositories', { repositoryNames: [OWN] }, 'us-east-1')],
    ['another account', ecr('DescribeRepositories', { repositoryNames: [OWN], registryId: '222233334444' })],
    ['deletion', ecr('DeleteRepository', { repositoryName: OWN })],
    ['deletion of images', ecr('BatchDeleteImage', { repositoryName: OWN })],
    ['sharing', ecr('SetRepositoryPolicy', { repositoryName: OWN })],
  ])('may not touch %s', async (_, call) => {
    expect(await code(judge('build', call))).toBe('AccessDeniedException');
  });

  test('may not restart a node', async () => {
    expect(await code(judge('build', ec2('StopInstances', { 'InstanceId.1': 'i-own' })))).toBe(
      'UnauthorizedOperation',
    );
  });
});

describe('the registry protocol', () => {
  const HOST = '123456789012.dkr.ecr.eu-west-1.amazonaws.com';
  const push = (purpose: Purpose, kind: RegistryCallKind, repository = OWN) =>
    code(iam.judgeRegistry({ kind, repository, reference: '' }, HOST, session(purpose)));

  test.each<RegistryCallKind>([
    'upload-start',
    'upload-chunk',
    'upload-end',
    'blob-head',
    'manifest-put',
    'tags',
  ])('%s is for those who push, to their repositories', async (kind) => {
    expect(await push('build', kind)).toBeUndefined();
    expect(await push('deploy', kind)).toBeUndefined();
    expect(await push('build', kind, 'other/app')).toBe('AccessDeniedException');
    expect(await push('reboot', kind)).toBe('AccessDeniedException');
    expect(await push('topics-apply', kind)).toBe('AccessDeniedException');
  });

  test('a login alone is enough for a ping, and nothing is for what is not known', async () => {
    expect(await push('build', 'ping')).toBeUndefined();
    expect(await push('build', 'other')).toBe('AccessDeniedException');
  });
});

describe('an image of another account', () => {
  const ACCOUNT = '222233334444';
  const REPOSITORY = `arn:aws:ecr:eu-west-1:${ACCOUNT}:repository/${OWN}`;
  const HOST = `${ACCOUNT}.dkr.ecr.eu-west-1.amazonaws.com`;

  async function refusal(kind: RegistryCallKind, allowed: readonly string[]): Promise<string | undefined> {
    const { registry } = sample;
    const settings = { ...sample, registry: { ...registry, from: { ...registry.from, account: ACCOUNT } } };
    const Principal = { AWS: roles.get('deploy') };
    const policy = { Version: '2012-10-17', Statement: [{ Effect: 'Allow', Principal, Action: allowed }] };
    const there = iamOf(settings, allowed.length === 0 ? {} : { [REPOSITORY]: policy });
    const call = { kind, repository: OWN, reference: '' };
    return (await there.judgeRegistry(call, HOST, session('deploy'))).refusal?.message;
  }

  test('is pulled where the role and the repository both allow it', async () => {
    expect(await refusal('manifest-get', ['ecr:BatchGetImage'])).toBeUndefined();
  });

  test.each<[string, RegistryCallKind, string[], string]>([
    ['the repository has no policy', 'manifest-get', [], 'ecr:BatchGetImage'],
    ['its policy allows something else', 'blob-get', ['ecr:BatchGetImage'], 'ecr:GetDownloadUrlForLayer'],
    ['the role may not, whatever the repository says', 'manifest-put', ['ecr:PutImage'], 'ecr:PutImage'],
  ])('is refused where %s', async (_, kind, allowed, action) => {
    expect(await refusal(kind, allowed)).toContain(`perform: ${action} on resource: ${REPOSITORY}`);
  });
});
