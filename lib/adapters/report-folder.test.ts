import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, expect, test } from '@jest/globals';
import { reportFolder } from './report-folder.ts';

const before = process.env['RUNNER_TEMP'];
const made: string[] = [];

afterEach(async () => {
  if (before === undefined) delete process.env['RUNNER_TEMP'];
  else process.env['RUNNER_TEMP'] = before;
  await Promise.all(made.splice(0).map((folder) => rm(folder, { recursive: true })));
});

test("on GitHub it is the action's folder of the job", async () => {
  const folder = await mkdtemp(path.join(tmpdir(), 'report-folder-'));
  made.push(folder);
  process.env['RUNNER_TEMP'] = folder;
  const file = await reportFolder('topic-sync')('plan.json', '{}');
  expect(file).toBe(path.join(folder, 'topic-sync', 'plan.json'));
  expect(await readFile(file, 'utf8')).toBe('{}');
});

test('elsewhere each run has a folder of its own, for all of its files', async () => {
  delete process.env['RUNNER_TEMP'];
  const save = reportFolder('topic-sync');
  const files = [await save('plan.json', '1'), await save('report.json', '2')];
  const other = await reportFolder('topic-sync')('plan.json', '3');
  const folders = [...files, other].map((file) => path.dirname(file));
  made.push(...new Set(folders));
  expect([folders[0] === folders[1], folders[0] === folders[2]]).toEqual([true, false]);
  expect(await readFile(files[0] ?? '', 'utf8')).toBe('1');
});
