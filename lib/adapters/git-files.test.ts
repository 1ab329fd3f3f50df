import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { readYamlAtCommit } from './git-files.ts';
import { readYamlFiles } from './yaml-file.ts';

let folder = '';
const git = (...words: string[]): void => {
  const identity = ['-c', 'user.name=t', '-c', 'user.email=t@localhost'];
  execFileSync('git', [...identity, ...words], { cwd: folder, stdio: 'ignore' });
};
const write = (file: string, text: string | Uint8Array): void => {
  writeFileSync(path.join(folder, file), text);
};

beforeAll(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'git-files-'));
  mkdirSync(path.join(folder, 'topics'));
  git('init', '--initial-branch=main');
  write('topics/b.yml', 'b: 1\n---\nb: ü\n');
  write('topics/a.yaml', 'a: 1\n');
  write('other.yaml', 'c: 1\n');
  write('bom.yaml', '\uFEFFa: 1\r\n---\r\nb: 2\r\n');
  write('latin.yaml', Buffer.from([0x61, 0x3a, 0x20, 0xe9]));
  symlinkSync('../other.yaml', path.join(folder, 'topics/linked.yaml'));
  symlinkSync('linked.yaml', path.join(folder, 'topics/linked-twice.yaml'));
  symlinkSync('../unkept.yaml', path.join(folder, 'topics/to-unkept.yaml'));
  symlinkSync('../../outside.yaml', path.join(folder, 'topics/to-outside.yaml'));
  git('add', '.');
  write('unkept.yaml', 'd: 1\n');
  git('commit', '--message=before');
  git('tag', 'before');
  rmSync(path.join(folder, 'topics/b.yml'));
  write('topics/a.yaml', 'a: 2\n');
  git('add', '--all');
  git('commit', '--message=after');
});
afterAll(() => {
  rmSync(folder, { recursive: true });
});

test('the files of a commit are read as they were then', async () => {
  const read = await readYamlAtCommit(folder, 'before', ['topics/?.y?(a)ml', 'none/*.yaml']);
  expect(read.files).toEqual(['topics/a.yaml', 'topics/b.yml']);
  const texts = read.documents.map((each) =>
    each.kind === 'map' ? each.entries.map(({ value }) => value.kind === 'scalar' && value.text) : [],
  );
  expect(texts).toEqual([['1'], ['1'], ['ü']]);
  expect(read.unmatched).toEqual(['none/*.yaml']);
});

test.each(['topics/to-unkept.yaml', 'topics/to-outside.yaml'])(
  '%s is told as the link that it is',
  async (file) => {
    await expect(readYamlAtCommit(folder, 'before', [file])).rejects.toThrow(
      `${file} is a link in the commit`,
    );
  },
);

const READ_ALIKE = ['bom.yaml', 'latin.yaml', 'topics/linked.yaml', 'topics/linked-twice.yaml'];

test.each(READ_ALIKE)('%s reads in a commit as it reads in the folder', async (file) => {
  const inCommit = await readYamlAtCommit(folder, 'before', [file]);
  expect(inCommit).toEqual(await readYamlFiles(folder, [file]));
});

test('a pattern is the same from the root of the machine', async () => {
  const read = await readYamlAtCommit(folder, 'before', [path.join(folder, 'topics/?.yaml')]);
  expect(read).toMatchObject({ files: ['topics/a.yaml'], unmatched: [] });
});

test.each(['missing', '--upload-pack=x', ''])('the commit %j is not there, and that is told', async (ref) => {
  await expect(readYamlAtCommit(folder, ref, ['**/*.yaml'])).rejects.toThrow('The repository has no commit');
});
