import { describe, expect, test } from '@jest/globals';
import { describeProblem } from '../../../lib/core/problem.ts';
import type { RawInputs } from '../../../lib/core/read-inputs.ts';
import { INPUT_NAMES, type RebootInputs, readRebootInputs, SECRET_INPUTS } from './inputs.ts';

const LEAST = { 'bootstrap-brokers': 'a:9092', 'aws-region': 'eu-west-1', cluster: 'events' };
const ARN = 'arn:aws:iam::012345678901:role/path/reboot';

function inputsFrom(raw: RawInputs): RebootInputs {
  const outcome = readRebootInputs({ ...LEAST, ...raw });
  if (!outcome.ok) throw new Error(outcome.problems.map(describeProblem).join('\n'));
  return outcome.value;
}

function problemsOf(raw: RawInputs): string[] {
  const outcome = readRebootInputs({ ...LEAST, ...raw });
  return outcome.ok ? [] : outcome.problems.map(describeProblem);
}

test('the defaults change nothing and are those of the documentation', () => {
  expect(inputsFrom({})).toEqual({
    name: 'events',
    dryRun: true,
    filters: [{ name: 'tag:kafka-cluster', values: ['events'] }],
    zookeeper: [],
    tags: { role: 'kafka-role', nodeId: 'kafka-node-id' },
    timeBudget: 19_800_000,
    cycleMaxAge: 86_400_000,
    selection: { nodes: [], only: { kind: 'all' } },
    settings: {
      mode: 'stop-start',
      recover: 'all',
      allowances: {
        extraReplicas: 0,
        unsafeTopics: 'block',
        unsafeQuorum: 'block',
        repair: undefined,
        stateTopic: '_rolling-reboot',
      },
      maxUnavailable: { nodes: 1 },
      canary: false,
      window: undefined,
      stabilityChecks: 3,
      pollInterval: 5_000,
      stopTimeout: 600_000,
      startTimeout: 900_000,
      syncTimeout: 3_600_000,
      clusterId: undefined,
    },
    electPreferredLeaders: true,
    accept: [],
    kafka: { brokers: ['a:9092'], security: { protocol: 'PLAINTEXT' } },
    aws: { region: 'eu-west-1', role: undefined },
    slack: { kind: 'none' },
    logFile: '',
  });
});

describe('node filters', () => {
  test('are one a line, and name the cluster in messages where nothing else does', () => {
    const raw = {
      cluster: '',
      'node-filters': 'tag:kafka-cluster=events,logs\n\n instance-state-name=running ',
    };
    expect(inputsFrom(raw)).toMatchObject({
      name: 'events, logs, running',
      filters: [
        { name: 'tag:kafka-cluster', values: ['events', 'logs'] },
        { name: 'instance-state-name', values: ['running'] },
      ],
    });
  });

  test('win over the cluster, which stays the name', () => {
    expect(inputsFrom({ 'node-filters': 'tag:a=b' })).toMatchObject({
      name: 'events',
      filters: [{ name: 'tag:a' }],
    });
  });

  test('keep an equals sign in a value', () => {
    expect(inputsFrom({ 'node-filters': 'tag:a=b=c' }).filters).toEqual([{ name: 'tag:a', values: ['b=c'] }]);
  });

  test.each(['events', '=events', 'tag:a=', 'tag:a=,', 'tag:a=b\nevents'])('%j are none', (given) => {
    expect(problemsOf({ 'node-filters': given })[0]).toContain('Give one EC2 filter a line');
  });

  test('something has to say which instances are meant: never all of them', () => {
    expect(problemsOf({ cluster: ' ' })).toEqual([
      expect.stringContaining('input node-filters: nothing says which instances belong to the cluster'),
    ]);
  });
});

describe('Slack', () => {
  const webhook = 'https://hooks.slack.example/T/B/x';

  test.each<[RawInputs, RebootInputs['slack']]>([
    [{ 'slack-webhook-url': webhook }, { kind: 'webhook', url: webhook }],
    [
      { 'slack-token': 'xoxb', 'slack-channel': '#kafka' },
      { kind: 'channel', token: 'xoxb', channel: '#kafka' },
    ],
    [{ 'slack-channel': '#kafka' }, { kind: 'none' }],
  ])('%#', (raw, target) => {
    expect(inputsFrom(raw).slack).toEqual(target);
  });

  test('a token needs a channel', () => {
    expect(problemsOf({ 'slack-token': 'xoxb' })).toEqual([
      'input slack-channel: slack-token was given without it. Give the channel to post to.',
    ]);
  });

  test('a webhook that is no URL is refused without being shown: it may be another secret', () => {
    expect(problemsOf({ 'slack-webhook-url': 'xoxb-secret' })).toEqual([
      'input slack-webhook-url: it is not a URL. Give the URL of an incoming webhook.',
    ]);
  });
});

test('a role comes with the name of its session and the audience of the token', () => {
  expect(inputsFrom({ 'role-to-assume': ARN }).aws.role).toEqual({
    arn: ARN,
    sessionName: 'rolling-reboot',
    audience: 'sts.amazonaws.com',
  });
});

describe('wrong values', () => {
  test.each([
    ['dry-run', 'no'],
    ['stability-checks', '0'],
    ['poll-interval', '0s'],
    ['poll-interval', '99ms'],
    ['stop-timeout', '10'],
    ['state-topic', 'a/b'],
    ['aws-account', '123'],
    ['role-to-assume', 'reboot'],
    ['role-to-assume', `${ARN} x`],
    ['role-session-name', 'a b'],
    ['bootstrap-brokers', 'a'],
    ['sasl-mechanism', 'magic'],
  ])('%s: %j names the input, the value and what is allowed', (name, value) => {
    expect(problemsOf({ [name]: value })).toEqual([
      expect.stringMatching(new RegExp(`^input ${name}: "${value}" is not allowed. Give .+`)),
    ]);
  });

  test('are all reported together, whoever reads them', () => {
    const raw = {
      'bootstrap-brokers': 'a',
      'dry-run': 'no',
      cluster: '',
      'aws-region': '',
      'slack-token': 'x',
    };
    expect(problemsOf(raw)).toHaveLength(5);
  });
});

test('every secret is an input, and no wrong secret is ever shown', () => {
  expect(INPUT_NAMES).toEqual(expect.arrayContaining([...SECRET_INPUTS]));
  const secrets = Object.fromEntries(SECRET_INPUTS.map((name) => [name, `secret-of-${name}`]));
  expect(problemsOf(secrets).join('\n')).not.toContain('secret-of-');
});
