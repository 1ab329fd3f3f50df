import { afterEach, beforeEach, expect, jest, test } from '@jest/globals';
import type { LogLine } from './log-lines.ts';
import { shellRunner } from './shell-runner.ts';

let printed = '';

beforeEach(() => {
  printed = '';
  jest.spyOn(process.stdout, 'write').mockImplementation((chunk) => {
    printed += String(chunk);
    return true;
  });
});

afterEach(() => {
  jest.restoreAllMocks();
  process.exitCode = undefined;
});

test('secrets are printed nowhere: not to mask them, and not in a line', () => {
  const [runner, copies] = [shellRunner(), [] as LogLine[]];
  runner.copyLines((line) => copies.push(line));
  runner.maskSecret('hunter2');
  expect(printed).toBe('');
  runner.info('login with hunter2');
  runner.warning('hunter2 is old');
  runner.setOutput('report', '/tmp/hunter2');
  runner.setFailed('hunter2 is wrong');
  expect(printed).toBe('login with ***\nwarning: *** is old\noutput report=/tmp/***\nerror: *** is wrong\n');
  expect(copies.map(({ line }) => line).join()).not.toContain('hunter2');
  expect(process.exitCode).toBe(1);
});

test('there is no token, and none is asked for', async () => {
  const runner = shellRunner();
  expect(runner.tokenProblem()).toMatchObject({ where: 'input role-to-assume' });
  await expect(runner.idToken('sts')).rejects.toThrow('only a job on GitHub');
});
