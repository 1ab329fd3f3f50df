import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, expect, test } from '@jest/globals';
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

test('outside GitHub the role of an environment is left, and one that is given is a mistake', async () => {
  const laptop = new FakeRunner({ ...LEAST, environment: 'prod' }, false);
  laptop.noToken = NO_TOKEN;
  expect((await givenInputs(laptop)).aws.role).toBeUndefined();
  expect(laptop.lines).toEqual([expect.stringContaining(`outside GitHub ${ROLE} is not assumed`)]);
  const given = new FakeRunner({ ...LEAST, environment: 'prod', 'role-to-assume': ROLE }, false);
  given.noToken = NO_TOKEN;
  await expect(givenInputs(given)).rejects.toThrow('it has no token');
});
