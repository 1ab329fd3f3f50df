import { describe, expect, test } from '@jest/globals';
import { FakeTopicCluster } from '../../../test/fakes/fake-topic-cluster.ts';
import { fakeTopicPorts } from '../../../test/fakes/fake-topic-ports.ts';
import type { Problem } from '../../../lib/core/problem.ts';
import { WorldFailure } from '../../../lib/core/world-failure.ts';
import { noEnvironment } from '../../../lib/core/environment.ts';
import { type Machine, topicSync } from './topic-sync.ts';

class RecordingMachine implements Machine {
  readonly lines: string[] = [];
  readonly outputs: Record<string, string> = {};
  readonly secrets: string[] = [];
  failure: string | undefined;
  summary = '';
  noToken: Problem | undefined;
  readonly #inputs: Readonly<Record<string, string>>;

  constructor(inputs: Readonly<Record<string, string>>) {
    this.#inputs = inputs;
  }

  input(name: string): string {
    return this.#inputs[name] ?? '';
  }
  maskSecret(value: string): void {
    this.secrets.push(value);
  }
  tokenProblem(): Problem | undefined {
    return this.noToken;
  }
  info(line: string): void {
    this.lines.push(line);
  }
  warning(line: string): void {
    this.lines.push(`warning ${line}`);
  }
  error(line: string): void {
    this.lines.push(`error ${line}`);
  }
  setOutput(name: string, value: string): void {
    this.outputs[name] = value;
  }
  writeSummary(markdown: string): Promise<void> {
    this.summary += markdown;
    this.lines.push('summary', ...markdown.split('\n').map((line) => `> ${line}`));
    return Promise.resolve();
  }
  setFailed(message: string): void {
    this.failure = message;
  }
}

const TOPIC = `apiVersion: kafka-fleet/v1
kind: Topic
metadata: { name: posts }
spec: { partitions: 3, replicationFactor: 3, config: { retention.ms: 1h } }
`;
const CONNECTION = { 'bootstrap-brokers': 'b:9092', 'cluster-id': 'fake-cluster' };

async function act(inputs: Record<string, string>, cluster: FakeTopicCluster): Promise<RecordingMachine> {
  const machine = new RecordingMachine({ ...CONNECTION, ...inputs });
  await topicSync(machine, fakeTopicPorts({ 'topics/posts.yaml': TOPIC }, cluster));
  return machine;
}

describe('outputs', () => {
  test('of a plan', async () => {
    const { outputs, failure } = await act({}, new FakeTopicCluster());
    expect(failure).toBeUndefined();
    expect(outputs).toEqual({
      'plan-file': '/tmp/plan.json',
      report: '/tmp/report.json',
      status: 'changes-pending',
      changes: '1',
      'has-changes': 'true',
      'highest-risk': 'safe',
      'plan-digest': expect.stringMatching(/^sha256:[\da-f]{64}$/),
    });
  });

  test('of an apply that was refused, which fails', async () => {
    const cluster = new FakeTopicCluster();
    await act({ command: 'apply' }, cluster);
    const topic = [...cluster.topics.values()][0];
    const retention = topic?.config.get('retention.ms');
    const config = new Map([...(topic?.config ?? [])]);
    if (retention) config.set('retention.ms', { ...retention, override: '-1' });
    if (topic) cluster.topics.set(topic.name, { ...topic, config });
    const { outputs, failure, lines } = await act({ command: 'apply' }, cluster);
    expect(outputs).toMatchObject({ status: 'refused', 'highest-risk': 'data-loss' });
    expect(failure).toBe('refused: 1 change blocked: nothing was changed');
    expect(lines).toContainEqual(expect.stringContaining('give allow: shrink-retention'));
  });
});

test('secrets are masked before anything is read', async () => {
  const secrets = {
    'security-protocol': 'SASL_SSL',
    'sasl-mechanism': 'plain',
    'sasl-username': 'u',
    'sasl-password': 'p',
  };
  const machine = await act(secrets, new FakeTopicCluster());
  expect(machine.secrets).toContain('p');
});

test('a line of a broker never begins a line of the log', async () => {
  const cluster = new FakeTopicCluster();
  cluster.answers.set('posts', { kind: 'refused', message: 'no\n::add-mask::x\r\n::error::y' });
  const { lines } = await act({}, cluster);
  expect(
    lines
      .join('\n')
      .split(/[\r\n]+/)
      .filter((line) => line.startsWith('::')),
  ).toEqual([]);
  expect(lines).toContainEqual(expect.stringContaining('no ::add-mask::x ::error::y'));
});

test('one topic is one topic', async () => {
  const { lines: linted } = await act({ command: 'lint' }, new FakeTopicCluster());
  expect(linted).toContain('1 topic declared without a mistake.');
  const { lines } = await act({}, new FakeTopicCluster());
  expect(lines[0]).toMatch(/^Cluster fake-cluster, 1 declared topic, plan sha256:/);
});

test('the mistakes of the environment and of the inputs are told together', async () => {
  const mistake = { where: 'input environment', what: 'there is none', fix: 'Mend it.' };
  const machine = new RecordingMachine({ environment: 'prod', 'allow-empty': 'perhaps' });
  const files = fakeTopicPorts({}, new FakeTopicCluster());
  const ports = { ...files, readEnvironment: () => Promise.resolve(noEnvironment([mistake])) };
  await expect(topicSync(machine, ports)).rejects.toMatchObject({
    problems: [mistake, expect.objectContaining({ where: 'input allow-empty' })],
  });
});

test('mistakes are in the summary, all of them and inert', async () => {
  const topics = Array.from({ length: 30 }, (_, at) => TOPIC.replace('posts', `"<!-- ${String(at)}"`));
  const machine = new RecordingMachine({ ...CONNECTION, command: 'lint' });
  const ports = fakeTopicPorts({ 'topics/posts.yaml': topics.join('---\n') }, new FakeTopicCluster());
  await expect(topicSync(machine, ports)).rejects.toThrow('is not a topic name');
  expect(machine.summary).toMatch(/^## ⛔ topic-sync lint: failed\n\nThere are 30 problems\.\n\n- topics/);
  expect(machine.summary.match(/^- /gm)).toHaveLength(30);
  expect(machine.summary).not.toContain('<!--');
});

test('a cluster that does not answer is in the summary', async () => {
  const machine = new RecordingMachine(CONNECTION);
  const ports = fakeTopicPorts({ 'topics/posts.yaml': TOPIC }, new FakeTopicCluster());
  const openCluster = (): Promise<never> => Promise.reject(new WorldFailure('No broker answers.'));
  await expect(topicSync(machine, { ...ports, openCluster })).rejects.toThrow('No broker answers');
  expect(machine.summary).toContain('topic-sync plan: failed\n\nThere is 1 problem.\n\n- No broker answers.');
});

test.each([
  ['plan', 'plan'],
  ['drift', 'plan'],
  ['apply', 'apply'],
])('to %s logs in with the role of the environment that may %s, and with no other', async (command, may) => {
  const arn = (role: string): string => `arn:aws:iam::123456789012:role/${role}`;
  const inputs = { 'topics-plan-role': arn('plan'), 'topics-apply-role': arn('apply') };
  const iam = { 'security-protocol': 'SASL_SSL', 'sasl-mechanism': 'aws-msk-iam', 'aws-region': 'eu-west-1' };
  const places = new Map(Object.keys(inputs).map((name) => [name, { file: 'e.yaml', line: 1, column: 1 }]));
  const files = fakeTopicPorts({ 'topics/posts.yaml': TOPIC }, new FakeTopicCluster());
  const roles: (string | undefined)[] = [];
  await topicSync(new RecordingMachine({ ...CONNECTION, ...iam, command }), {
    ...files,
    readEnvironment: () => Promise.resolve({ ...noEnvironment(), inputs, places }),
    openCluster: (kafka, aws) => {
      roles.push(aws?.role?.arn);
      return files.openCluster(kafka, aws);
    },
  });
  expect(roles).toEqual([arn(may)]);
});
