import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { type HttpAnswer, listenOnLoopback } from '../../../lab/loopback-server.ts';
import { errorAnswer } from '../../../lab/aws/aws-answer.ts';
import { orThrow, parsed } from '../../../lib/core/problem.ts';
import { FakeRunner } from '../../../test/fakes/fake-runner.ts';
import { readBuildPushInputs } from './core/inputs.ts';
import { settingsFor } from './settings-for.ts';

const ROLE = 'arn:aws:iam::123456789012:role/images';
let server: Awaited<ReturnType<typeof listenOnLoopback>>;
let calls: number;

beforeEach(async () => {
  calls = 0;
  server = await listenOnLoopback((): HttpAnswer => {
    calls += 1;
    return errorAnswer('sts', { status: 403, code: 'AccessDenied', message: 'Not authorized' });
  });
  process.env['AWS_ENDPOINT_URL'] = server.url;
});

afterEach(async () => {
  delete process.env['AWS_ENDPOINT_URL'];
  await server[Symbol.asyncDispose]();
});

const REGISTRY = { account: undefined, role: undefined, region: 'eu-west-1' };

function open(runner: FakeRunner) {
  const raw = {
    repository: 'a',
    'aws-region': 'eu-west-1',
    'role-to-assume': ROLE,
    'aws-account': '123456789012',
  };
  const inputs = orThrow(readBuildPushInputs(raw, { listed: parsed([]), source: parsed(null) }));
  return settingsFor(REGISTRY, inputs, { runner, use: 'target' });
}

test('a job that may have no token is told so before anything is asked', async () => {
  const runner = new FakeRunner();
  runner.noToken = { where: 'permissions', what: 'id-token is missing', fix: 'Give id-token: write.' };
  await expect(open(runner)).rejects.toThrow('Give id-token: write.');
  expect(calls).toBe(0);
});

test('a role that does not trust the job is asked for once', async () => {
  await expect(open(new FakeRunner())).rejects.toThrow(`AssumeRoleWithWebIdentity for ${ROLE}`);
  expect(calls).toBe(1);
});
