import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { WorldFailure } from '../core/world-failure.ts';
import { newFiles } from './new-files.ts';

let folder: string;

beforeEach(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'new-files-'));
});
afterEach(() => rm(folder, { recursive: true }));

const text = (file: string): Promise<string> => readFile(path.join(folder, file), 'utf8');

test('folders are made, and a second run finds what the first one wrote', async () => {
  const files = new Map([
    ['a/b/one.yaml', 'one\n'],
    ['two.yaml', 'two\n'],
  ]);
  expect(await newFiles(folder)(files)).toEqual({ written: ['a/b/one.yaml', 'two.yaml'], unchanged: [] });
  expect(await text('a/b/one.yaml')).toBe('one\n');
  expect(await newFiles(folder)(files)).toEqual({ written: [], unchanged: ['a/b/one.yaml', 'two.yaml'] });
});

test('a file that says something else is in the way of all, and stays', async () => {
  await writeFile(path.join(folder, 'one.yaml'), 'mine\n');
  const files = new Map([
    ['zero.yaml', 'zero\n'],
    ['one.yaml', 'one\n'],
  ]);
  await expect(newFiles(folder)(files)).rejects.toMatchObject({
    problems: [{ where: 'one.yaml', what: 'the file is there already and says something else' }],
  });
  expect(await text('one.yaml')).toBe('mine\n');
  await expect(text('zero.yaml')).rejects.toThrow('ENOENT');
});

test('a folder where a file should be is a failure of the world', async () => {
  await writeFile(path.join(folder, 'topics'), 'a file\n');
  await expect(newFiles(folder)(new Map([['topics/one.yaml', 'one\n']]))).rejects.toThrow(WorldFailure);
});
