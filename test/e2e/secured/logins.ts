import { beforeAll, describe, expect, test } from '@jest/globals';
import type { Lab } from '../../../lab/lab.ts';
import { type ActionOutcome, runAction } from '../../../lab/runner.ts';
import type { SecuredAccess } from '../../../lab/secured-access.ts';
import { Authority } from '../../../lab/tls/authority.ts';
import type { RebootBench } from '../reboot-bench.ts';
import { securedBench } from './bench.ts';

const MINUTES = 60_000;
const WRONG = 'no-such-password';

let lab: Lab;
let bench: RebootBench;

type Inputs = Readonly<Record<string, string>>;
const access = (way: keyof SecuredAccess): Inputs => lab.secured?.[way] ?? {};

const syncTopics = (inputs: Inputs): Promise<ActionOutcome> =>
  runAction({
    action: 'topic-sync',
    inputs: { command: 'plan', files: 'topics/*.yaml', ...inputs },
    env: lab.env,
  });
const rehearse = (inputs: Inputs): Promise<ActionOutcome> =>
  bench.run({ inputs: { 'dry-run': 'true', ...inputs } });

/** Both actions log in as it is asked for, and say what is wrong with a login. */
describe('a login', () => {
  beforeAll(() => {
    bench = securedBench();
    lab = bench.lab;
  });

  describe.each(['scram', 'mtls'] as const)('by %s', (way) => {
    test(
      'a rolling reboot is planned',
      async () => {
        const outcome = await rehearse(access(way));
        expect([outcome.exitCode, outcome.outputs['status']]).toEqual([0, 'planned']);
      },
      MINUTES,
    );

    test(
      'topics are planned',
      async () => {
        const outcome = await syncTopics(access(way));
        expect([outcome.exitCode, outcome.outputs['status']]).toEqual([0, 'changes-pending']);
      },
      MINUTES,
    );
  });

  describe('what is wrong is said where it is seen', () => {
    test.each<[string, () => Inputs, RegExp]>([
      [
        'a wrong password',
        () => ({ ...access('scram'), 'sasl-password': WRONG }),
        /127\.0\.0\.1:\d+: the broker refused the login .* Check sasl-username and sasl-password/,
      ],
      [
        'a wrong authority',
        () => ({ ...access('scram'), 'ssl-ca': new Authority('another').cert }),
        /not signed by an authority in ssl-ca .* as ssl-ca/,
      ],
      [
        'a plaintext port',
        () => ({ ...access('scram'), 'bootstrap-brokers': lab.bootstrapBrokers.join() }),
        /hung up on TLS, as one that does not speak it\. Set security-protocol to PLAINTEXT or SASL_PLAINTEXT/,
      ],
    ])(
      '%s',
      async (_what, inputs, message) => {
        for (const outcome of [await syncTopics(inputs()), await rehearse(inputs())]) {
          expect(outcome.exitCode).toBe(1);
          expect(outcome.log).toMatch(message);
          const shown = outcome.log.split('\n').filter((line) => !line.startsWith('::add-mask::'));
          expect(shown.filter((line) => line.includes(WRONG) || line.includes('BEGIN'))).toEqual([]);
        }
      },
      2 * MINUTES,
    );

    test(
      'a login by aws-msk-iam: with the role of the job, to a broker that does not take its token',
      async () => {
        const { 'bootstrap-brokers': brokers = '', 'ssl-ca': ca = '' } = access('scram');
        const iam = {
          'bootstrap-brokers': brokers,
          'ssl-ca': ca,
          'security-protocol': 'SASL_SSL',
          'sasl-mechanism': 'aws-msk-iam',
          'role-to-assume': lab.roleArn,
        };
        const before = (await lab.awsCalls()).length;
        const outcome = await syncTopics(iam);
        const calls = (await lab.awsCalls()).slice(before).map(({ action }) => action);
        expect(calls).toEqual(['AssumeRoleWithWebIdentity']);
        expect(outcome.log).toMatch(/the broker refused the login .*kafka-cluster:Connect/);
        expect(outcome.exitCode).toBe(1);
        expect((await rehearse(iam)).log).toMatch(/the broker refused the login .*kafka-cluster:Connect/);
      },
      2 * MINUTES,
    );
  });
});
