import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { FakeRunner } from '../../../test/fakes/fake-runner.ts';
import { givenInputs } from './given-inputs.ts';

const ROLE = 'arn:aws:iam::123456789012:role/reboot';
const LEAST = { 'bootstrap-brokers': 'a:9092', 'node-filters': 'tag:a=b', 'aws-region': 'eu-west-1' };
const NO_TOKEN = { where: 'the job', what: 'it has no token', fix: 'Give it one.' };

let workspace: string;
const before = process.env['GITHUB_WORKSPACE'];

beforeEach(async () => {
  workspace = await mkdtemp(path.join(tmpdir(), 'given-inputs-'));
  process.env['GITHUB_WORKSPACE'] = workspace;
  await mkdir(path.join(workspace, 'environments'));
  const spec = `spec:\n  aws:\n    roles:\n      reboot: ${ROLE}\n`;
  const text = `apiVersion: kafka-fleet/v1\nkind: Environment\nmetadata:\n  name: prod\n${spec}`;
  await writeFile(path.join(workspace, 'environments/prod.yaml'), text);
});

afterEach(async () => {
  if (before === undefined) delete process.env['GITHUB_WORKSPACE'];
  else process.env['GITHUB_WORKSPACE'] = before;
  await rm(workspace, { recursive: true, force: true });
});

test('secrets are masked before anything can show them', async () => {
  const runner = new FakeRunner({ ...LEAST, 'sasl-password': 'hunter2', 'slack-token': 'xoxb' });
  await expect(givenInputs(runner)).rejects.toThrow('sasl-password');
  expect(runner.masked).toContain('hunter2');
  expect(runner.masked).toContain('xoxb');
});

test('the log file takes what is said from then on', async () => {
  const runner = new FakeRunner({ ...LEAST, 'log-file': 'logs/cycle.jsonl' });
  await givenInputs(runner);
  for (const sink of runner.sinks) sink({ level: 'info', line: 'hello' });
  expect(await readFile(path.join(workspace, 'logs/cycle.jsonl'), 'utf8')).toContain('"line":"hello"');
});

test('a log file that cannot be written is found at once', async () => {
  const runner = new FakeRunner({ ...LEAST, 'log-file': 'environments' });
  await expect(givenInputs(runner)).rejects.toThrow(/input log-file: .*EISDIR/);
});

test('a job without the permission for tokens is told before AWS is asked', async () => {
  const runner = new FakeRunner({ ...LEAST, environment: 'prod' });
  expect((await givenInputs(runner)).aws.role?.arn).toBe(ROLE);
  runner.noToken = NO_TOKEN;
  await expect(givenInputs(runner)).rejects.toThrow('it has no token');
  expect((await givenInputs(new FakeRunner(LEAST))).aws.role).toBeUndefined();
});

describe('an environment whose features are off', () => {
  const event = process.env['GITHUB_EVENT_NAME'];
  afterEach(() => {
    if (event === undefined) delete process.env['GITHUB_EVENT_NAME'];
    else process.env['GITHUB_EVENT_NAME'] = event;
  });
  const off = async (spec: string): Promise<void> => {
    const head = 'apiVersion: kafka-fleet/v1\nkind: Environment\n';
    await writeFile(path.join(workspace, 'environments/off.yaml'), `${head}spec: { ${spec} }\n`);
  };

  test('has its scheduled reboots rehearsed, whatever the inputs say, and the others made', async () => {
    await off('features: { rebootCron: false }');
    const runner = new FakeRunner({ ...LEAST, environment: 'off', 'dry-run': 'false' });
    process.env['GITHUB_EVENT_NAME'] = 'schedule';
    expect((await givenInputs(runner)).dryRun).toBe(true);
    expect(runner.lines).toContain('features.rebootCron is off: this scheduled run is a dry run');
    process.env['GITHUB_EVENT_NAME'] = 'workflow_dispatch';
    expect((await givenInputs(runner)).dryRun).toBe(false);
  });

  test('is only planned where its file says so, whatever the inputs say', async () => {
    await off('reboot: { dryRun: true }');
    const runner = new FakeRunner({ ...LEAST, environment: 'off', 'dry-run': 'false' });
    expect((await givenInputs(runner)).dryRun).toBe(true);
    expect(runner.lines.join()).toContain('which the input dry-run: false does not lift');
    await off('reboot: { dryRun: false }');
    const asked = { ...LEAST, environment: 'off', 'dry-run': 'true' };
    expect((await givenInputs(new FakeRunner(asked))).dryRun).toBe(true);
    expect((await givenInputs(new FakeRunner({ ...asked, 'dry-run': '' }))).dryRun).toBe(false);
  });

  test('has no nodes restarted together, wherever that is asked for', async () => {
    await off('features: { parallelReboot: false }');
    const words = 'features.parallelReboot is off, and max-unavailable is 2';
    const two = new FakeRunner({ ...LEAST, environment: 'off', 'max-unavailable': '2' });
    await expect(givenInputs(two)).rejects.toThrow(words);
    await off('features: { parallelReboot: false }, reboot: { maxUnavailable: 2 }');
    await expect(givenInputs(new FakeRunner({ ...LEAST, environment: 'off' }))).rejects.toThrow(words);
    const one = new FakeRunner({ ...LEAST, environment: 'off', 'max-unavailable': '1' });
    expect((await givenInputs(one)).settings.maxUnavailable).toEqual({ nodes: 1 });
  });
});

test('outside GitHub the role of an environment is left, and one that is given is a mistake', async () => {
  const laptop = new FakeRunner({ ...LEAST, environment: 'prod' }, false);
  laptop.noToken = NO_TOKEN;
  expect((await givenInputs(laptop)).aws.role).toBeUndefined();
  expect(laptop.lines).toEqual([expect.stringContaining(`outside GitHub ${ROLE} is not assumed`)]);
  const given = new FakeRunner({ ...LEAST, environment: 'prod', 'role-to-assume': ROLE }, false);
  given.noToken = NO_TOKEN;
  await expect(givenInputs(given)).rejects.toThrow('it has no token');
});
