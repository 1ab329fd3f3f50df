import { describe, expect, test } from '@jest/globals';
import { environmentDocument } from '../../../../test/builders/environment-document.ts';
import { describeProblem } from '../../../../lib/core/problem.ts';
import { compareEnvironments } from './compare-environments.ts';

const ROLE = 'arn:aws:iam::111122223333:role/reboot';
const dev = {
  order: 1,
  mode: 'development',
  aws: { account: '111122223333', roles: { reboot: ROLE } },
  kafka: { clusterId: 'dev-id', bootstrapBrokers: ['a:9092', 'b:9092'] },
};
const told = (prod: unknown): string[] =>
  compareEnvironments([environmentDocument('dev', dev), environmentDocument('prod', prod)]).map(
    describeProblem,
  );

test('environments that have nothing in common are sound', () => {
  const guarded = { aws: { account: '444455556666' }, kafka: { clusterId: 'prod-id' } };
  expect(told({ order: 2, mode: 'production', ...guarded })).toEqual([]);
});

describe('what a copy forgot is told at the copy', () => {
  test.each<[string, unknown, string]>([
    ['the turn', { order: 1 }, 'turn 1 is that of environments/dev.yaml too'],
    [
      'the cluster',
      { kafka: { clusterId: 'dev-id' } },
      'the cluster dev-id is that of environments/dev.yaml',
    ],
    [
      'one broker',
      { kafka: { bootstrapBrokers: ['c:9092', 'b:9092'] } },
      'the broker b:9092 is of environments/dev.yaml too',
    ],
    ['a role', { aws: { roles: { reboot: ROLE } } }, `${ROLE} is a role of environments/dev.yaml too`],
  ])('%s', (_, prod, what) => {
    const problems = told(prod);
    expect(problems).toHaveLength(1);
    expect(problems[0]).toMatch(/^environments\/prod\.yaml:1:1: /);
    expect(problems[0]).toContain(what);
  });
});

test('the same role for another purpose is no role of the environment', () => {
  expect(told({ aws: { roles: { build: ROLE } } })).toEqual([]);
});

test('a role of another account than the one of the environment could never be assumed', () => {
  const aws = { account: '444455556666', roles: { build: 'arn:aws:iam::111122223333:role/build' } };
  expect(told({ aws })).toEqual([
    'environments/prod.yaml:1:1: the role is of the account 111122223333, and aws.account is 444455556666. Correct the wrong one: no run of this environment could begin.',
  ]);
});

test('production says which account and which cluster it is', () => {
  expect(told({ mode: 'production', aws: { account: '444455556666' } })).toEqual([
    'environments/prod.yaml:1:1: it is production, and spec.kafka.clusterId is missing. Write it: a role or a broker pasted from elsewhere then changes nothing.',
  ]);
});

describe('images are taken from where the first environment builds them', () => {
  const aws = { account: '444455556666', region: 'eu-west-1' };
  const images = ['producer'];
  const problems = (deploy: unknown): string[] =>
    compareEnvironments([
      environmentDocument('prod', { order: 2, aws, deploy }),
      environmentDocument('dev', { ...dev, aws: { ...dev.aws, region: 'us-east-1' } }),
      environmentDocument('lab', { deploy: { images } }),
    ]).map(describeProblem);

  test.each<[string, unknown]>([
    ['the file says so', { images, from: { account: '111122223333', region: 'us-east-1' } }],
    ['it takes none', { repositories: ['kafka/app'] }],
  ])('%s', (_, deploy) => {
    expect(problems(deploy)).toEqual([]);
  });

  test.each<[string, unknown, string]>([
    ['another account is named', { images, from: { account: '222233334444' } }, '222233334444'],
    ['none is named', { images }, '444455556666'],
  ])('%s', (_, deploy, account) => {
    expect(problems(deploy)).toEqual([
      `environments/prod.yaml:1:1: images are promoted from the account ${account}, and dev builds them in 111122223333. Write spec.deploy.from.account: '111122223333'.`,
      "environments/prod.yaml:1:1: images are promoted from the region eu-west-1, and dev builds them in us-east-1. Write spec.deploy.from.region: 'us-east-1'.",
    ]);
  });
});
