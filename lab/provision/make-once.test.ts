import { existsSync } from 'node:fs';
import { mkdir, mkdtemp, readFile, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { makeNewest, makeOnce } from './make-once.ts';

let folder = '';
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'make-once-'));
});
afterEach(() => rm(folder, { recursive: true }));

describe('makeOnce', () => {
  test('makes what is missing and nothing the second time', async () => {
    const path = join(folder, 'deep', 'file');
    await makeOnce(path, (unfinished) => writeFile(unfinished, 'first'));
    await makeOnce(path, (unfinished) => writeFile(unfinished, 'second'));
    expect(await readFile(path, 'utf8')).toBe('first');
    expect(await readdir(join(folder, 'deep'))).toEqual(['file']);
  });

  test('leaves nothing of a failed attempt', async () => {
    const path = join(folder, 'file');
    const failing = async (unfinished: string) => {
      await writeFile(unfinished, 'half');
      throw new Error('no network');
    };
    await expect(makeOnce(path, failing)).rejects.toThrow('no network');
    expect(await readdir(folder)).toEqual([]);
  });

  test('gives way to another maker that was faster', async () => {
    const path = join(folder, 'jars');
    await makeOnce(path, async (unfinished) => {
      await mkdir(unfinished);
      await mkdir(path);
      await writeFile(join(path, 'theirs'), '');
    });
    expect(await readdir(path)).toEqual(['theirs']);
    expect(await readdir(folder)).toEqual(['jars']);
  });

  test('removes what a killed maker has left, not what a living one makes', async () => {
    const dead = join(folder, 'file.making-999999999');
    const living = join(folder, `file.making-${String(process.ppid)}`);
    await writeFile(dead, '');
    await writeFile(living, '');
    await makeOnce(join(folder, 'file'), (unfinished) => writeFile(unfinished, ''));
    expect([existsSync(dead), existsSync(living)]).toEqual([false, true]);
  });
});

test('makeNewest removes what was made from something else, and nothing more', async () => {
  const make = (unfinished: string): Promise<void> => writeFile(unfinished, '');
  for (const name of ['other', 'classes-1.jsa', 'classes-2.jsa.making-1'])
    await writeFile(join(folder, name), 'before');
  await makeNewest(join(folder, 'classes-2.jsa'), /^classes-\w+\.jsa$/, make);
  expect((await readdir(folder)).sort()).toEqual(['classes-2.jsa', 'classes-2.jsa.making-1', 'other']);
  await makeNewest(join(folder, 'classes-2.jsa'), /^classes-\w+\.jsa$/, () =>
    Promise.reject(new Error('again')),
  );
  expect(await readFile(join(folder, 'classes-2.jsa'), 'utf8')).toBe('');
});
