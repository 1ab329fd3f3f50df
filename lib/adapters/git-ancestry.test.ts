import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { ancestryOf } from './git-ancestry.ts';

let folder = '';
const git = (...words: string[]): void => {
  const identity = ['-c', 'user.name=t', '-c', 'user.email=t@localhost'];
  execFileSync('git', [...identity, ...words], { cwd: path.join(folder, 'all'), stdio: 'ignore' });
};
const commit = (name: string): void => {
  git('commit', '--allow-empty', `--message=${name}`);
  git('tag', name);
};

beforeAll(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'git-ancestry-'));
  execFileSync('git', ['init', '--initial-branch=main', 'all'], { cwd: folder, stdio: 'ignore' });
  for (const name of ['one', 'two', 'three']) commit(name);
  const shallow = ['clone', '--depth=1', `file://${folder}/all`, 'shallow'];
  execFileSync('git', shallow, { cwd: folder, stdio: 'ignore' });
  const alone = ['fetch', '--depth=1', 'origin', 'tag', 'one'];
  execFileSync('git', alone, { cwd: path.join(folder, 'shallow'), stdio: 'ignore' });
  git('checkout', 'two');
});
afterAll(() => {
  rmSync(folder, { recursive: true });
});

test.each([
  ['one', 'earlier'],
  ['two', 'same'],
  ['HEAD', 'same'],
  ['main', 'not-earlier'],
])('the commit %s is %s', async (ref, expected) => {
  expect(await ancestryOf(path.join(folder, 'all'), ref)).toBe(expected);
});

test('a commit that is not there has no ancestry', async () => {
  await expect(ancestryOf(path.join(folder, 'all'), 'gone')).rejects.toThrow('has no commit gone here');
});

test('without the commits between them, nobody can tell', async () => {
  const told = ancestryOf(path.join(folder, 'shallow'), 'one');
  await expect(told).rejects.toThrow('git cannot tell whether one comes before');
});
