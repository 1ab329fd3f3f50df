import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { readYamlFiles } from './yaml-file.ts';

let folder = '';

beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'yaml-file-'));
  await mkdir(path.join(folder, 'topics', 'deep'), { recursive: true });
  await mkdir(path.join(folder, 'topics', 'folder.yaml'));
  await writeFile(path.join(folder, 'topics', 'b.yaml'), 'b: 1\n---\nb: 2\n');
  await writeFile(path.join(folder, 'topics', 'deep', 'a.yml'), '\uFEFFa: 1\r\n');
  await writeFile(path.join(folder, 'topics', 'note.txt'), 'not: yaml\n');
  await writeFile(path.join(folder, 'latin.yaml'), Buffer.from([0x61, 0x3a, 0x20, 0xe9]));
});
afterAll(() => rm(folder, { recursive: true }));

test('reads each file once, in the order of their names', async () => {
  const read = await readYamlFiles(folder, ['topics/**/*.y?(a)ml', 'topics/b.yaml']);
  expect(read.files).toEqual(['topics/b.yaml', 'topics/deep/a.yml']);
  expect(read.documents.map(({ place }) => place)).toEqual([
    { file: 'topics/b.yaml', line: 1, column: 1 },
    { file: 'topics/b.yaml', line: 3, column: 1 },
    { file: 'topics/deep/a.yml', line: 1, column: 1 },
  ]);
  expect(read).toMatchObject({ problems: [], unmatched: [] });
});

test('names each pattern that matches nothing', async () => {
  expect(await readYamlFiles(folder, ['topics/*.yaml', 'tpoics/*.yaml'])).toMatchObject({
    unmatched: ['tpoics/*.yaml'],
  });
});

test('a file that is no UTF-8 is a problem', async () => {
  const { problems } = await readYamlFiles(folder, ['latin.yaml']);
  expect(problems).toEqual([
    { where: 'latin.yaml', what: 'the file is not UTF-8 text', fix: 'Save it as UTF-8.' },
  ]);
});
