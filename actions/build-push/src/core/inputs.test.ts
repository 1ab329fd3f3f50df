import { expect, test } from '@jest/globals';
import { type Parsed, parsed } from '../../../../lib/core/problem.ts';
import type { RawInputs } from '../../../../lib/core/read-inputs.ts';
import { type BuildPushInputs, readBuildPushInputs } from './inputs.ts';
import type { Target } from './target.ts';

const BASE = { repository: 'kafka/consumer', 'aws-region': 'eu-west-1' };
const DIGEST = `sha256:${'ab'.repeat(32)}`;

const read = (
  raw: RawInputs,
  listed: readonly Target[] = [],
  source: Target | null = null,
): Parsed<BuildPushInputs> => readBuildPushInputs(raw, { listed: parsed(listed), source: parsed(source) });

function valueOf(raw: RawInputs, ...named: [(readonly Target[])?, Target?]): BuildPushInputs {
  const outcome = read(raw, ...named);
  if (!outcome.ok) throw new Error(JSON.stringify(outcome.problems));
  return outcome.value;
}

const wrong = (raw: RawInputs, ...named: [(readonly Target[])?, Target?]): string[] => {
  const outcome = read(raw, ...named);
  return outcome.ok ? [] : outcome.problems.map(({ where }) => where.replace('input ', ''));
};

test('a repository and a region are enough for a build', () => {
  const inputs = valueOf(BASE);
  expect(inputs).toMatchObject({ mode: 'build', dryRun: false, image: 'consumer', environment: '' });
  expect(inputs.targets.map(({ registry }) => registry.kind)).toEqual(['ecr']);
  expect(inputs.build).toMatchObject({ context: '.', file: './Dockerfile', reuse: 'auto' });
  expect(inputs.gates).toMatchObject({ scan: 'ecr', stopTimeout: 60_000 });
});

test('a plan is a build that changes nothing', () => {
  expect(valueOf({ ...BASE, mode: 'plan' })).toMatchObject({ mode: 'build', dryRun: true });
});

test('a registry of one’s own asks AWS for nothing', () => {
  const inputs = valueOf({ repository: 'app', 'registry-endpoint': 'https://registry.example.com/' });
  expect(inputs.aws).toBeNull();
  expect(inputs.targets[0]?.registry).toEqual({ kind: 'plain', endpoint: 'https://registry.example.com' });
});

test('a promotion goes from the repository to the registries', () => {
  const [target] = valueOf({ ...BASE, repository: 'prod/consumer' }).targets;
  if (target === undefined) throw new Error('there is one');
  const inputs = valueOf({ ...BASE, mode: 'promote', digest: DIGEST, environment: 'prod' }, [target]);
  expect(inputs.source?.repository).toBe('kafka/consumer');
  expect(inputs.targets).toEqual([target]);
  expect(wrong(BASE, [target])).toEqual(['registries']);
});

test('a promotion with a source of its own goes to the repository, or to the registries', () => {
  const [source] = valueOf({ ...BASE, repository: 'dev/consumer' }).targets;
  const [target] = valueOf({ ...BASE, repository: 'prod/consumer' }).targets;
  if (source === undefined || target === undefined) throw new Error('there are two');
  const promotion = { mode: 'promote', digest: DIGEST, environment: 'prod', 'aws-region': 'eu-west-1' };
  const own = valueOf({ ...promotion, repository: 'kafka/consumer' }, [], source);
  expect([own.source, own.targets[0]?.repository]).toEqual([source, 'kafka/consumer']);
  expect(valueOf(promotion, [target], source)).toMatchObject({ source, targets: [target] });
  expect(wrong({ ...promotion, repository: 'kafka/consumer' }, [target], source)).toEqual(['repository']);
  expect(wrong(BASE, [], source)).toEqual(['source']);
});

test('a host of ECR says its account, and must not be another than what is said', () => {
  const host = (region: string) => `https://123456789012.dkr.ecr.${region}.amazonaws.com`;
  expect(valueOf({ ...BASE, 'registry-endpoint': host('eu-west-1') }).targets[0]?.registry).toMatchObject({
    kind: 'ecr',
    account: '123456789012',
  });
  expect(wrong({ ...BASE, 'registry-endpoint': host('us-east-1') })).toEqual(['registry-endpoint']);
});

test('the public gallery takes images where nothing is asked for that it has not', () => {
  const gallery = { 'registry-endpoint': 'https://public.ecr.aws', 'aws-region': 'eu-west-1' };
  const raw = { ...gallery, repository: 'alias/consumer', scan: 'off' };
  expect(valueOf(raw)).toMatchObject({
    aws: { region: 'eu-west-1' },
    targets: [{ registry: { kind: 'ecr-public', endpoint: 'https://public.ecr.aws' } }],
  });
  expect(wrong({ ...raw, scan: 'ecr', 'create-repository': 'true', cache: 'ecr' })).toEqual([
    ...['scan', 'create-repository', 'cache'],
  ]);
  expect(wrong({ ...raw, mode: 'verify', digest: DIGEST, scan: 'ecr' })).toEqual([]);
});

test('lines of names and values keep what follows the first sign', () => {
  const inputs = valueOf({ ...BASE, 'build-args': 'A=b=c\n\n B=\n', 'secret-envs': 'npm=NPM_TOKEN' });
  expect(inputs.build.buildArgs).toEqual({ A: 'b=c', B: '' });
  expect(inputs.build.secretEnvs).toEqual({ npm: 'NPM_TOKEN' });
});

test.each<[string, RawInputs, string[]]>([
  ['nothing at all', {}, ['repository']],
  ['no region', { repository: 'a' }, ['aws-region']],
  ['a repository that is none', { ...BASE, repository: 'A B' }, ['repository']],
  ['an endpoint in the clear', { ...BASE, 'registry-endpoint': 'http://example.com' }, ['registry-endpoint']],
  ['a build argument without a value', { ...BASE, 'build-args': 'A' }, ['build-args']],
  ['a build argument twice', { ...BASE, 'build-args': 'A=1\nA=2' }, ['build-args']],
  ['a tag that is none', { ...BASE, tags: 'a b' }, ['tags']],
  ['a tag of ours', { ...BASE, tags: 'env-prod' }, ['tags']],
  ['a content’s tag', { ...BASE, tags: `c-${'0'.repeat(64)}` }, ['tags']],
  ['a platform that is none', { ...BASE, platforms: 'amd64' }, ['platforms']],
  ['a stage that is an option', { ...BASE, target: '--push' }, ['target']],
  ['half a login', { ...BASE, 'registry-username': 'a' }, ['registry-password']],
  ['a promotion of nothing', { ...BASE, mode: 'promote' }, ['digest', 'environment']],
  ['a verification of nothing', { ...BASE, mode: 'verify' }, ['digest']],
  ['a rollback of nothing', { ...BASE, mode: 'rollback' }, ['environment']],
  [
    'all of them together',
    { ...BASE, scan: 'maybe', retries: '21', digest: 'x' },
    ['scan', 'retries', 'digest'],
  ],
])('%s is refused', (_, raw, where) => {
  expect(wrong(raw)).toEqual(where);
});
