import { expect, test } from '@jest/globals';
import { describeProblem, type Parsed } from '../../../../lib/core/problem.ts';
import { readTopicSyncInputs, type TopicSyncInputs } from './inputs.ts';

const brokers = { 'bootstrap-brokers': 'b-1:9092,b-2:9092' };

const problems = (read: Parsed<TopicSyncInputs>): string[] =>
  read.ok ? [] : read.problems.map(describeProblem);

test('a plan of all topic files is what one gets without saying more', () => {
  expect(readTopicSyncInputs(brokers)).toEqual({
    ok: true,
    value: {
      command: 'plan',
      deletion: { baseRef: '', unusedForMs: 604_800_000 },
      environment: '',
      files: ['topics/**/*.y?(a)ml'],
      include: ['*'],
      ignore: [],
      allowEmpty: false,
      consents: new Set(),
      validation: 'auto',
      moving: { throttle: 52_428_800, maxMoving: 10, timeoutMs: 7_200_000, stateTopic: '_rolling-reboot' },
      github: { token: '', failOnDrift: false },
      exporting: { from: 'cluster', to: 'topics' },
      mskCluster: null,
      expectDigest: '',
      approvedPlan: '',
      previewPlan: '',
      verifyTopic: '',
      clusterId: '',
      kafka: { brokers: ['b-1:9092', 'b-2:9092'], security: { protocol: 'PLAINTEXT' } },
      aws: null,
    },
  });
});

test('a login by aws-msk-iam takes a region, and a role where one is given', () => {
  const iam = { ...brokers, 'security-protocol': 'SASL_SSL', 'sasl-mechanism': 'aws-msk-iam' };
  expect(problems(readTopicSyncInputs(iam))).toEqual([
    'input aws-region: sasl-mechanism aws-msk-iam needs it and it was not given. Give the region of the cluster, such as eu-west-1, or set AWS_REGION.',
  ]);
  const arn = 'arn:aws:iam::123456789012:role/topics';
  const read = readTopicSyncInputs({ ...iam, 'aws-region': 'eu-west-1', 'role-to-assume': arn });
  expect(read).toMatchObject({
    ok: true,
    value: { aws: { region: 'eu-west-1', role: { arn, sessionName: 'topic-sync' } } },
  });
});

test('lint needs no cluster', () => {
  expect(readTopicSyncInputs({ command: 'lint' })).toMatchObject({ ok: true, value: { kafka: null } });
});

test('consents are given by name, in any order', () => {
  const read = readTopicSyncInputs({ ...brokers, allow: 'shrink-retention\nprune' });
  expect(read).toMatchObject({ ok: true, value: { consents: new Set(['prune', 'shrink-retention']) } });
});

test('all wrong inputs are reported together', () => {
  const raw = { command: 'aply', allow: 'destroy', 'expect-digest': 'abc', 'security-protocol': 'TLS' };
  expect(problems(readTopicSyncInputs(raw)).map((line) => line.split(':')[0])).toEqual([
    'input command',
    'input allow',
    'input expect-digest',
    'input bootstrap-brokers',
    'input security-protocol',
  ]);
});

test('apply needs the id of the cluster that may be changed', () => {
  expect(problems(readTopicSyncInputs({ ...brokers, command: 'apply', 'cluster-id': ' ' }))).toEqual([
    expect.stringContaining('input cluster-id: apply needs it'),
  ]);
});
