import { mkdir, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises';
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

test('a file that cannot be read is a problem at its place, and the others are read', async () => {
  const ill = path.join(folder, 'ill');
  await mkdir(path.join(ill, 'folder'), { recursive: true });
  await writeFile(path.join(ill, 'good.yaml'), 'a: 1\n');
  await writeFile(path.join(folder, 'outside.yaml'), 'secret: 1\n');
  await symlink('nowhere', path.join(ill, 'dangling.yaml'));
  await symlink('folder', path.join(ill, 'directory.yaml'));
  await symlink('good.yaml', path.join(ill, 'good-link.yaml'));
  await symlink('loop.yaml', path.join(ill, 'loop.yaml'));
  await symlink('../outside.yaml', path.join(ill, 'out.yaml'));
  await symlink('/dev/zero', path.join(ill, 'zero.yaml'));
  const { documents, problems } = await readYamlFiles(ill, ['*.yaml']);
  expect(documents.map(({ place }) => place.file)).toEqual(['good-link.yaml', 'good.yaml']);
  expect(problems.map(({ where, what }) => [where, what])).toEqual([
    ['dangling.yaml:1:1', 'the file cannot be read (ENOENT: no such file or directory)'],
    ['directory.yaml:1:1', 'the file cannot be read (EISDIR: illegal operation on a directory)'],
    ['loop.yaml:1:1', 'the file cannot be read (ELOOP: too many symbolic links encountered)'],
    ['out.yaml:1:1', 'the file is a link that leads out of the workspace'],
    ['zero.yaml:1:1', 'the file is a link that leads out of the workspace'],
  ]);
  expect((await readYamlFiles(ill, ['../outside.yaml'])).problems).toEqual([]);
});

test('a file that is no UTF-8 is a problem', async () => {
  const { problems } = await readYamlFiles(folder, ['latin.yaml']);
  expect(problems).toMatchObject([
    { where: 'latin.yaml:1:1', what: 'the file is not UTF-8 text', fix: 'Save it as UTF-8.' },
  ]);
});
