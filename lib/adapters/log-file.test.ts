import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, expect, jest, test } from '@jest/globals';
import { orThrow } from '../core/problem.ts';
import { openLogFile } from './log-file.ts';

let folder: string;

beforeEach(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'log-file-'));
});

afterEach(async () => {
  jest.restoreAllMocks();
  await rm(folder, { recursive: true, force: true });
});

test('lines are appended as JSON with their time, in folders that are made', async () => {
  const place = { file: 'a.yaml', line: 1, column: 2 };
  orThrow(openLogFile('logs/reboot/cycle.jsonl', folder))({ level: 'info', line: 'first' });
  orThrow(openLogFile('logs/reboot/cycle.jsonl', folder))({ level: 'error', line: 'second', place });
  const text = await readFile(path.join(folder, 'logs/reboot/cycle.jsonl'), 'utf8');
  const entries = text
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line) as unknown);
  const at = expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/);
  expect(entries).toEqual([
    { at, level: 'info', line: 'first' },
    { at, level: 'error', line: 'second', place },
  ]);
});

test.each(['a-file/cycle.jsonl', '.'])('a path that cannot be written is a problem: %s', async (file) => {
  await writeFile(path.join(folder, 'a-file'), '');
  expect(openLogFile(file, folder)).toMatchObject({
    ok: false,
    problems: [{ where: 'input log-file', what: expect.stringMatching(/cannot be written: E[A-Z]+$/) }],
  });
});

test('a file that cannot be written any more stops nothing', async () => {
  const sink = orThrow(openLogFile('logs/cycle.jsonl', folder));
  await rm(path.join(folder, 'logs'), { recursive: true });
  const told = jest.spyOn(process.stderr, 'write').mockReturnValue(true);
  sink({ level: 'info', line: 'on we go' });
  expect(told.mock.calls[0]?.[0]).toContain('cannot be written: ENOENT');
});
