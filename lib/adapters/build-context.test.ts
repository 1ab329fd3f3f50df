import { chmod, mkdir, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { readContext } from './build-context.ts';

let workspace = '';

beforeEach(async () => {
  workspace = await mkdtemp(path.join(tmpdir(), 'context-'));
  await put('Dockerfile', 'FROM scratch');
});

afterEach(() => rm(workspace, { recursive: true, force: true }));

async function put(file: string, text: string): Promise<void> {
  await mkdir(path.dirname(path.join(workspace, file)), { recursive: true });
  await writeFile(path.join(workspace, file), text);
}

const read = (context = '.', file = 'Dockerfile') => readContext({ workspace, context, file });
const paths = async () => (await read()).entries.map((entry) => entry.path);

test('every file, folder and link with its mode and bytes', async () => {
  await put('src/a.sh', 'abc');
  await chmod(path.join(workspace, 'src'), 0o755);
  await chmod(path.join(workspace, 'src/a.sh'), 0o750);
  await symlink('a.sh', path.join(workspace, 'src/b.sh'));
  const { entries, problems } = await read();
  expect(problems).toEqual([]);
  expect(entries.filter((entry) => entry.path !== 'Dockerfile')).toEqual([
    { path: 'src', mode: 0o755, content: '', kind: 'folder' },
    {
      path: 'src/a.sh',
      mode: 0o750,
      content: 'ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad',
      kind: 'file',
    },
    { path: 'src/b.sh', mode: 0o777, content: 'a.sh', kind: 'link' },
  ]);
});

test('what .dockerignore names stays out, and its exceptions come back', async () => {
  await put('.dockerignore', '**\n!services/*/dist/index.js\n');
  for (const file of ['services/a/dist/index.js', 'services/a/src/main.ts', 'node_modules/x/dist/index.js'])
    await put(file, file);
  expect(await paths()).toEqual(['services', 'services/a', 'services/a/dist', 'services/a/dist/index.js']);
});

test.each(['!./src/app', '!src//app', '!x/../src/app', '!/src/app'])(
  '%s brings files back, too',
  async (exception) => {
    await put('.dockerignore', `*\n${exception}\n`);
    await put('src/app/a', 'x');
    expect(await paths()).toContain('src/app/a');
  },
);

test.each(['a[1', '[]', '\\a.txt', 'c++/*.o', 'a\\', '!', 'b\n!a['])(
  'what BuildKit refuses is told: %j',
  async (text) => {
    await put('.dockerignore', text);
    const { entries, problems } = await read();
    expect(entries).toEqual([]);
    expect(problems.map(({ where }) => where)).toEqual(['.dockerignore']);
  },
);

test.each(['\ufeffsecret', '# a[\nsecret', 'secret\na\\[b', 'secret\na[^\\]]'])(
  'is read as BuildKit reads it: %j',
  async (text) => {
    await put('.dockerignore', `Dockerfile\n${text}`.replace(/^Dockerfile\n\ufeff/, '\ufeff'));
    await put('secret', 'x');
    expect(await paths()).not.toContain('secret');
  },
);

test.each([
  ['*\n!dir/sub/c.txt', ['dir', 'dir/sub', 'dir/sub/c.txt']],
  ['dir\n!dir/sub', ['.dockerignore', 'Dockerfile', 'dir', 'dir/sub', 'dir/sub/c.txt']],
  ['**\n!**/*.md', ['dir', 'dir/b.md']],
  ['*\n!*/absent', []],
])('the folders above what comes back are sent as well: %j', async (text, sent) => {
  await put('.dockerignore', text);
  await put('dir/sub/c.txt', 'x');
  await put('dir/b.md', 'x');
  expect(await paths()).toEqual(sent);
});

test.each(['c++', 'c++/', 'c++/**', '**/c++'])('%s without a wildcard is a name', async (pattern) => {
  await put('.dockerignore', `Dockerfile\n.dockerignore\n${pattern}`);
  await put('c++/a', 'x');
  await put('ccc/a', 'x');
  expect((await paths()).filter((found) => found.includes('/'))).toEqual(['ccc/a']);
});

test('case counts, as it does for Docker', async () => {
  await put('.dockerignore', 'Secret\nDockerfile\n.dockerignore\n');
  await put('secret', 'x');
  await put('Secret', 'x');
  expect(await paths()).toEqual(['secret']);
});

test('the .dockerignore of a Dockerfile wins', async () => {
  await put('.dockerignore', 'a');
  await put('Dockerfile.dockerignore', '*\n!a\n');
  await put('a', 'x');
  await put('b', 'x');
  expect(await paths()).toEqual(['a']);
});

test.each([
  ['context', '..', 'Dockerfile'],
  ['file', '.', '../Dockerfile'],
  ['file', '.', 'missing'],
])('a %s outside of the workspace, or nowhere, is refused', async (input, context, file) => {
  const { problems, entries } = await read(context, file);
  expect(problems).toEqual([expect.objectContaining({ where: `input ${input}` })]);
  expect(entries).toEqual([]);
});

test('links do not lead out of the workspace', async () => {
  await symlink('/etc', path.join(workspace, 'etc'));
  await symlink('../../x', path.join(workspace, 'up'));
  await symlink(tmpdir(), path.join(workspace, 'outside'));
  expect((await read()).problems.map(({ where }) => where).sort()).toEqual(['etc', 'outside', 'up']);
  expect((await read('outside')).problems).toEqual([expect.objectContaining({ where: 'input context' })]);
});
