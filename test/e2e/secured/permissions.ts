import { execFile } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { beforeAll, describe, expect, test } from '@jest/globals';
import type { AwsCall } from '../../../lab/aws/aws-call.ts';
import { type Grant, grantAcls, revokeAcls } from '../../../lab/grant-acls.ts';
import type { Lab } from '../../../lab/lab.ts';
import { inputVariables } from '../../../lab/runner-files.ts';
import { metadata } from '../../../lib/adapters/kafka/metadata.ts';
import { eventually } from '../../lab/eventually.ts';
import { withKafka } from '../lab-kafka.ts';
import { securedBench } from './bench.ts';

const MINUTES = 60_000;
const ROOT = path.resolve(import.meta.dirname, '../../..');

let lab: Lab;
let temp: string;

interface Outcome {
  readonly code: number;
  readonly output: string;
}

/** As on a laptop: no variable of GitHub, the credentials in the environment. */
function onLaptop(script: readonly string[], inputs: Readonly<Record<string, string>>): Promise<Outcome> {
  const own = { PATH: process.env['PATH'] ?? '', HOME: temp, ...lab.env };
  const env = { ...own, ...inputVariables(inputs) };
  return new Promise((resolve) => {
    execFile(process.execPath, [...script], { cwd: ROOT, env }, (error, stdout, stderr) => {
      const code = error === null ? 0 : Number(error.code);
      resolve({ code, output: `${stdout}${stderr}` });
    });
  });
}

const preflight = (inputs: Readonly<Record<string, string>>): Promise<Outcome> =>
  onLaptop(['scripts/preflight.ts', 'environments/lab.yaml'], inputs);

const operator = (): Readonly<Record<string, string>> => ({ ...lab.secured?.scram });
const limited = (): Readonly<Record<string, string>> => ({ ...lab.secured?.limited });

const CHANGES = /^(Stop|Start|Reboot|Terminate|Run|Create|Delete|Modify)/;

const changes = (calls: readonly AwsCall[]): AwsCall[] =>
  calls.filter(({ action, dryRun }) => CHANGES.test(action) && !dryRun);

/** Internal ones too: to look for a coordinator would make one. */
const topicNames = (): Promise<string[]> =>
  withKafka(lab, async (kafka) => {
    const { topics } = await kafka.send(metadata, { topics: null }, 'any');
    return topics.map(({ name }) => name).toSorted();
  });

/** The table of the README. */
const NEEDED: readonly Grant[] = [
  { resource: 'cluster', name: 'kafka-cluster', operations: ['DESCRIBE', 'DESCRIBE_CONFIGS', 'ALTER'] },
  { resource: 'topic', name: '*', operations: ['DESCRIBE', 'DESCRIBE_CONFIGS'] },
  { resource: 'topic', name: '_rolling-reboot', operations: ['CREATE', 'READ', 'WRITE'] },
];

/** What a principal needs, on a cluster that was never touched: it has no state topic and no coordinator yet. */
describe('the permissions', () => {
  beforeAll(() => {
    ({ lab, temp } = securedBench());
  });

  test(
    'where all is allowed the table says so, and nothing is changed in AWS, in Kafka or in Slack',
    async () => {
      const [calls, topics] = [(await lab.awsCalls()).length, await topicNames()];
      const webhook = lab.env['LAB_SLACK_WEBHOOK_URL'] ?? '';
      const { code, output } = await preflight({ ...operator(), 'slack-webhook-url': webhook });
      expect(output).not.toMatch(/REFUSED|UNKNOWN/);
      expect(output).toMatch(/^ok +ec2:StopInstances +stop a node +on 3 nodes$/m);
      expect(output).toMatch(/^ok +Kafka: Create on Topic:_rolling-reboot/m);
      expect(output).toMatch(/^not probed +Slack: incoming webhook/m);
      expect(output).not.toContain(webhook);
      expect(code).toBe(0);
      const made = (await lab.awsCalls()).slice(calls);
      expect(changes(made)).toEqual([]);
      expect(new Set(made.map(({ action }) => action))).toContain('DeleteTags');
      expect(await topicNames()).toEqual(topics);
      expect(await lab.slackMessages()).toEqual([]);
    },
    MINUTES,
  );

  test(
    'what is refused is named with its node and its fix, and is an error',
    async () => {
      const refusal = { kind: 'refuse', code: 'UnauthorizedOperation', times: 1 } as const;
      await lab.inject({ ...refusal, action: 'StopInstances' });
      await lab.inject({ ...refusal, action: 'CreateTags' });
      const { code, output } = await preflight(limited());
      expect(code).toBe(1);
      const found = (permission: string) =>
        new RegExp(
          `^REFUSED +${permission.replace(/[*()]/g, '\\$&')}.*\\n +found: (.+)\\n +fix: (.+)$`,
          'm',
        ).exec(output);
      expect(found('ec2:StopInstances')?.[1]).toMatch(/^broker-\d \(i-\w+\): UnauthorizedOperation/);
      expect(found('ec2:StopInstances')?.[2]).toContain('ec2:StopInstances');
      for (const permission of [
        'ec2:CreateTags',
        'Kafka: Describe on Cluster',
        'Kafka: DescribeConfigs on Cluster',
        'Kafka: Alter on Cluster',
        'Kafka: Describe on Topic:*',
        'Kafka: Create on Topic:_rolling-reboot',
        'Kafka: Describe on TransactionalId:rolling-reboot-',
      ])
        expect([permission, found(permission)]).not.toEqual([permission, null]);
      expect(output).toMatch(/error: \d+ of \d+ permissions are missing: ec2:StopInstances/);
    },
    MINUTES,
  );

  test(
    'a file that does not exist and a cluster that is not there are told',
    async () => {
      expect(await onLaptop(['scripts/preflight.ts', 'environments/labb.yaml'], {})).toMatchObject({
        code: 1,
        output: expect.stringContaining('there is no file environments/labb.yaml'),
      });
      const { code, output } = await preflight({ 'bootstrap-brokers': '127.0.0.1:1' });
      expect(code).toBe(1);
      expect(output).toMatch(/^UNKNOWN +Kafka: connect and log in.*\n +found: Kafka is not reachable/m);
    },
    MINUTES,
  );

  test(
    'the permissions of the README are enough for a whole cycle on a laptop, with a log file and no secret in it',
    async () => {
      const clusterId = await withKafka(lab, async (kafka) => (await kafka.refresh()).clusterId ?? '');
      const writer = { resource: 'transactional-id', name: `rolling-reboot-${clusterId}` } as const;
      await grantAcls(lab, [...NEEDED, { ...writer, operations: ['DESCRIBE', 'WRITE'] }]);
      await eventually('the ACLs are known', async () => (await preflight(limited())).code === 0, 30_000);

      const logFile = path.join(temp, 'logs/cycle.jsonl');
      const inputs = {
        ...limited(),
        environment: 'lab',
        'dry-run': 'false',
        nodes: 'broker-2',
        'log-file': logFile,
      };
      const { code, output } = await onLaptop(['actions/rolling-reboot/dist/index.js'], inputs);
      expect(output).toContain('output status=completed');
      expect(code).toBe(0);
      const entries = (await readFile(logFile, 'utf8')).trimEnd().split('\n');
      const lines = entries.map(
        (entry) => JSON.parse(entry) as { readonly at: string; readonly line: string },
      );
      expect(lines.map(({ line }) => line).join('\n')).toMatch(/stop broker-\d: /);
      expect(lines.every(({ at }) => !Number.isNaN(Date.parse(at)))).toBe(true);
      for (const secret of [limited()['sasl-password'] ?? 'none', lab.env['AWS_SECRET_ACCESS_KEY'] ?? 'none'])
        expect(`${output}${entries.join('\n')}`).not.toContain(secret);
      expect(output).not.toMatch(/^::/m);

      const again = await preflight(limited());
      expect(again.output).toMatch(/^ok +Kafka: Write on Topic:_rolling-reboot/m);
      await revokeAcls(lab);
    },
    4 * MINUTES,
  );
});
