import { mkdtemp, readdir, readFile, readlink, realpath, rm, stat, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { HistoryFiles } from './history-files.ts';

let root: string;
let folder: string;
let files: HistoryFiles;

beforeEach(async () => {
  root = await mkdtemp(path.join(os.tmpdir(), 'histories-'));
  folder = path.join(root, 'made', 'by itself');
  files = new HistoryFiles(folder);
  await files.names();
});

afterEach(() => rm(root, { recursive: true }));

test('of two owners only one creates a file', async () => {
  const other = new HistoryFiles(folder);
  const made = await Promise.all([files.create('a'), other.create('a')]);
  expect(made.sort()).toEqual([false, true]);
  expect(await other.names()).toEqual(['a']);
});

test('a file is for its group at most', async () => {
  await files.create('a');
  expect((await stat(path.join(folder, 'a'))).mode & 0o007).toBe(0);
});

test('what is appended is behind what was there, also what another process wrote', async () => {
  await files.create('a');
  await files.append('a', 'one\n');
  await new HistoryFiles(folder).append('a', 'two\n');
  await files.append('a', 'three\n');
  expect(await files.read('a')).toBe('one\ntwo\nthree\n');
});

test('nothing is appended to a file that nobody created', async () => {
  await expect(files.append('a', 'one\n')).rejects.toMatchObject({ code: 'ENOENT' });
});

const isOpen = async (name: string): Promise<boolean> => {
  const own = '/proc/self/fd';
  const targets = await Promise.all(
    (await readdir(own)).map((each) => readlink(path.join(own, each)).catch(() => '')),
  );
  return targets.includes(path.join(await realpath(folder), name));
};

test('a file that is left is open no longer, and can be written to again', async () => {
  await files.create('a');
  await files.append('a', 'one\n');
  expect(await isOpen('a')).toBe(true);
  await files.leave('a');
  expect(await isOpen('a')).toBe(false);
  await files.leave('a');
  await files.append('a', 'two\n');
  expect(await files.read('a')).toBe('one\ntwo\n');
  await files.leave('a');
});

test('a file is replaced whole, and what is appended after that is in the new one', async () => {
  await files.create('a');
  await files.append('a', 'one\n');
  await files.replace('a', 'compact\n');
  await files.append('a', 'two\n');
  expect(await readFile(path.join(folder, 'a'), 'utf8')).toBe('compact\ntwo\n');
  expect(await readdir(folder)).toEqual(['a']);
});

test('what a process that was killed had half written is overwritten', async () => {
  await files.create('a');
  await writeFile(path.join(folder, '.a.new'), 'half of much more than comes now');
  await files.replace('a', 'whole\n');
  expect(await files.read('a')).toBe('whole\n');
});

test('a file that is removed is gone, and one that is not there too', async () => {
  await files.create('a');
  await files.append('a', 'one\n');
  await files.remove('a');
  await files.remove('a');
  expect(await files.names()).toEqual([]);
});
