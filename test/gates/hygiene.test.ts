import { execFileSync } from 'node:child_process';
import { describe, expect, test } from '@jest/globals';
import { scratchProject } from './scratch-project.ts';

// Put together here, so that this file passes the gate that it tests.
const joined = (...parts: readonly string[]): string => parts.join('');

const REFUSED: Readonly<Record<string, readonly [content: string, says: string]>> = {
  'npm.md': [joined('https://registry.', 'npmjs.org/x'), 'package registry'],
  'python.md': [joined('https://', 'pypi.', 'org/simple'), 'package registry'],
  'maven.md': [joined('https://repo.maven.', 'apache.org/maven2'), 'package registry'],
  'go.md': [joined('GOPROXY=https://proxy.', 'golang.org'), 'package registry'],
  'debian.md': [joined('http://deb.', 'debian.org'), 'package registry'],
  'home.md': [joined('see /ho', 'me/someone/notes.txt'), 'path of this machine'],
  'mac.md': [joined('see /Us', 'ers/someone/notes.txt'), 'path of this machine'],
  'lib/package-lock.json': ['"resolved": "https://mirror.example/x.tgz"', 'address of a package'],
  'lib/silent.ts': [joined('// eslint-', 'disable-next-line'), 'switches lint off'],
  'lib/unexplained.ts': [joined('// eslint-', 'disable-next-line no-console'), 'switches lint off'],
};

const GOOD = {
  'good.md': 'ghcr.io/kafka/kafka:1 and /home/runner/work and a relative lib/work/file\n',
  'lib/explained.ts': joined('// eslint-', 'disable-next-line no-console -- the lab is a terminal program\n'),
};

describe('hygiene', () => {
  const bad = Object.fromEntries(Object.entries(REFUSED).map(([file, [content]]) => [file, content]));
  const project = scratchProject({ ...GOOD, ...bad });
  const clean = scratchProject(GOOD);
  const outside = scratchProject(GOOD);
  const look = async ({ root, run }: typeof project, ...files: readonly string[]): Promise<unknown> => {
    execFileSync('git', ['init', '--quiet'], { cwd: root });
    if (files.length > 0) execFileSync('git', ['add', '--', ...files], { cwd: root });
    return await run('scripts/check-hygiene.ts');
  };

  test('each file that belongs to one machine is named, with its line', async () => {
    const outcome = await look(project, ...Object.keys(GOOD), ...Object.keys(bad));
    const named = Object.entries(REFUSED).map(([file, [, says]]) =>
      expect.stringMatching(new RegExp(`^${file}:1: .*${says}`, 'm')),
    );
    for (const output of named) expect(outcome).toMatchObject({ code: 1, output });
    expect(outcome).toMatchObject({ output: expect.not.stringContaining('good.md') });
  }, 120_000);

  test('clean files pass, and a folder that git does not know fails', async () => {
    expect(await look(clean, ...Object.keys(GOOD))).toMatchObject({ code: 0 });
    expect(await outside.run('scripts/check-hygiene.ts')).toMatchObject({ code: 1 });
  }, 120_000);
});
