import { ModifyInstanceAttributeCommand } from '@aws-sdk/client-ec2';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import type { Lab } from '../../lab/lab.ts';
import { ec2Of } from '../lab/ec2-of.ts';
import { askedIn, RECORDED } from '../policies/recorded.ts';
import { RebootBench, reportOf } from './reboot-bench.ts';
import { stateRecords, underReplicated } from './lab-kafka.ts';

const MINUTES = 60_000;

let lab: Lab;
let bench: RebootBench;

beforeAll(async () => {
  // Sessions of a few seconds: every cycle here outlives several of them.
  bench = await RebootBench.guarded({ sessionSeconds: 10 });
  lab = bench.lab;
}, 10 * MINUTES);

afterAll(() => bench.close());

describe('a cycle that nothing disturbs', () => {
  test(
    'stops the active controller last, renews its credentials and tells what happened',
    async () => {
      const before = (await bench.moves()).length;
      const assumed = (await lab.awsCalls()).filter(
        ({ action }) => action === 'AssumeRoleWithWebIdentity',
      ).length;
      await using witness = await bench.witness();
      const outcome = await bench.run({
        inputs: { 'slack-webhook-url': lab.env['LAB_SLACK_WEBHOOK_URL'] ?? '' },
      });
      expect(outcome.exitCode).toBe(0);
      const report = await reportOf(outcome);
      expect(report.status).toBe('completed');
      expect(report.certificates).toHaveLength(3);
      expect(
        report.certificates.every(
          ({ tightest, voters }) => (tightest?.left.length ?? 0) >= 2 && voters?.left === 2,
        ),
      ).toBe(true);
      expect(report.nodes.every(({ underReplicatedPeak }) => underReplicatedPeak > 0)).toBe(true);
      expect((await bench.moves()).slice(before)).toHaveLength(6);
      expect((await lab.slackMessages()).map(({ text }) => /begins|completed/.exec(text)?.[0])).toEqual([
        'begins',
        'completed',
      ]);
      const renewals = (await lab.awsCalls()).filter(
        ({ action }) => action === 'AssumeRoleWithWebIdentity',
      ).length;
      expect(renewals - assumed).toBeGreaterThan(1);
      expect(outcome.summary).toContain('```mermaid');
      expect(outcome.summary).toContain('| broker-1 |');
      expect(await witness.finish()).toMatchObject({ lost: 0, reordered: 0, refused: 0 });
      expect(await underReplicated(lab)).toBe(0);
    },
    4 * MINUTES,
  );
});

describe('a cycle of what AWS announced', () => {
  test(
    'restarts the node whose instance has an event, and no other; then there is nothing to do',
    async () => {
      const before = (await bench.moves()).length;
      await lab.inject({ kind: 'schedule-event', nodeId: 2, code: 'system-reboot' });
      const inputs = { only: 'scheduled-events' };
      const outcome = await bench.run({ inputs });
      expect(outcome.outputs).toMatchObject({ status: 'completed', restarted: '["broker-2"]' });
      const moves = (await bench.moves()).slice(before);
      expect(moves).toEqual(['StopInstances broker-2', 'StartInstances broker-2']);
      expect((await bench.run({ inputs })).outputs['status']).toBe('nothing-to-do');
      expect((await bench.moves()).slice(before)).toEqual(moves);
    },
    3 * MINUTES,
  );
});

describe('an instance that is protected against stops', () => {
  const protect = async (InstanceId: string | undefined, Value: boolean): Promise<void> => {
    using client = ec2Of(lab);
    await client.ec2.send(new ModifyInstanceAttributeCommand({ InstanceId, DisableApiStop: { Value } }));
  };

  test(
    'is named, and nothing is stopped',
    async () => {
      const before = (await bench.moves()).length;
      const protectedId = lab.nodes[1]?.instanceId;
      await protect(protectedId, true);
      const outcome = await bench.run();
      await protect(protectedId, false);
      expect(outcome.exitCode).toBe(1);
      expect(outcome.outputs['status']).toBe('halted');
      expect(outcome.log).toContain(
        `broker-2 (instance ${String(protectedId)}): its stop protection is on (disableApiStop)`,
      );
      expect((await bench.moves()).slice(before)).toEqual([]);
    },
    2 * MINUTES,
  );
});

describe('a dry run', () => {
  test(
    'plans every node and changes nothing in AWS, in Kafka or in Slack',
    async () => {
      const [before, slack] = [(await bench.moves()).length, (await lab.slackMessages()).length];
      const outcome = await bench.run({
        inputs: {
          'dry-run': 'true',
          'state-topic': '_untouched',
          'slack-webhook-url': lab.env['LAB_SLACK_WEBHOOK_URL'] ?? '',
        },
      });
      expect(outcome.exitCode).toBe(0);
      expect(outcome.outputs['status']).toBe('planned');
      expect((await reportOf(outcome)).plan?.steps.map(({ action }) => action)).toEqual([
        'restart',
        'restart',
        'restart',
      ]);
      expect((await bench.moves()).slice(before)).toEqual([]);
      expect(await lab.slackMessages()).toHaveLength(slack);
      await expect(stateRecords(lab, '_untouched')).rejects.toThrow();
    },
    MINUTES,
  );
});

describe('wrong input', () => {
  test.each([
    {
      name: 'no such environment file',
      inputs: { environment: 'nowhere' },
      says: ['input environment: there is no file environments/nowhere.yaml'],
    },
    {
      name: 'unknown values, all together',
      inputs: {
        'dry-run': 'maybe',
        'stop-timeout': 'soon',
        'security-protocol': 'TLS',
        'node-filters': 'nonsense',
      },
      says: [
        'input dry-run: "maybe" is not allowed. Give true or false.',
        'input stop-timeout: "soon" is not allowed. Give a duration such as 30s, 5m, 2h or 7d, from 1s to 24d.',
        'input security-protocol: "TLS" is not allowed. Give one of PLAINTEXT, SSL, SASL_PLAINTEXT, SASL_SSL.',
        'input node-filters: "nonsense" is not allowed.',
      ],
    },
    {
      name: 'no matching instance',
      inputs: { 'node-filters': 'tag:kafka-cluster=another' },
      says: ['input node-filters: no instance matches'],
    },
    {
      name: 'Kafka unreachable',
      inputs: { 'dry-run': 'true', 'bootstrap-brokers': '127.0.0.1:1' },
      says: ['Kafka is not reachable', '127.0.0.1:1', 'Check bootstrap-brokers'],
    },
    {
      name: 'another cluster than the one that is meant',
      inputs: { 'cluster-id': 'another' },
      says: ['the Kafka cluster id: it is', 'another is expected'],
    },
  ])(
    '$name: exit 1, with where, what and what to do',
    async ({ inputs, says }) => {
      const before = (await bench.moves()).length;
      const outcome = await bench.run({ inputs });
      expect(outcome.exitCode).toBe(1);
      for (const text of says) expect(outcome.log).toContain(text);
      expect((await bench.moves()).slice(before)).toEqual([]);
    },
    MINUTES,
  );

  test(
    'a role that the token may not assume is explained, and the token is not shown',
    async () => {
      const outcome = await bench.run({ inputs: { audience: 'somebody-else' } });
      expect(outcome.exitCode).toBe(1);
      expect(outcome.log).toContain('STS refused AssumeRoleWithWebIdentity');
      expect(
        outcome.log.split('\n').filter((line) => line.includes('eyJ') && !line.startsWith('::add-mask::')),
      ).toEqual([]);
    },
    MINUTES,
  );
});

test('no run asked for more or less than is recorded', async () => {
  expect(askedIn(await lab.awsCalls())).toEqual(RECORDED['rolling-reboot']);
});
