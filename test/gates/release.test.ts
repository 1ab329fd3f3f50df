import { execFileSync } from 'node:child_process';
import { chmodSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import process from 'node:process';
import { afterAll, describe, expect, test } from '@jest/globals';
import { type Outcome, runCommand } from '../../scripts/run-command.ts';
import { scratchProject } from './scratch-project.ts';

const PACKAGE = JSON.stringify({
  name: 'scratch',
  version: '0.1.0',
  type: 'module',
  scripts: { build: `node ${path.resolve('scripts/build.ts')}` },
});

/** It refuses everything, as a bundle has to that is smoke-tested; and it holds the version. */
const MAIN = `import { VERSION } from '../../../lib/core/version.ts';

console.log(\`::error::\${VERSION} refuses\`);
process.exitCode = 1;
`;

/** Answers what the releases of GitHub would, after it was told to make one; and writes down what it is asked. */
const GH = `#!${process.execPath}
const { appendFileSync, readFileSync } = require('node:fs');
const asked = process.argv.slice(2).join(' ');
const book = process.env.GH_BOOK;
appendFileSync(book, asked + '\\n');
const made = readFileSync(book, 'utf8').includes('--draft=false');
if (asked.includes('immutable-releases')) console.log('true');
else if (asked.includes('.verification')) console.log('true');
else if (asked.includes('.immutable')) console.log(String(made));
else if (asked.includes('releases --jq')) console.log('');
`;

describe('release, in a repository with an origin, a key and an answering gh', () => {
  const project = scratchProject({
    'package.json': PACKAGE,
    'package-lock.json': '{ "name": "scratch", "version": "0.1.0", "lockfileVersion": 3, "packages": {} }\n',
    'CHANGELOG.md': '# Changelog\n',
    '.gitignore': 'node_modules\nrelease/\n',
    'lib/core/version.ts': "export const VERSION = '0.1.0';\n",
    'actions/hello/action.yml': 'inputs: {}\n',
    'actions/hello/src/main.ts': MAIN,
  });
  const beside = mkdtempSync(path.join(tmpdir(), 'release-'));
  const book = path.join(beside, 'asked');
  const env = {
    ...process.env,
    PATH: `${beside}:${process.env['PATH'] ?? ''}`,
    GH_BOOK: book,
    GITHUB_REPOSITORY: 'owner/name',
    GIT_CONFIG_GLOBAL: path.join(beside, 'gitconfig'),
  };
  const git = (...args: string[]): string =>
    execFileSync('git', args, { cwd: project.root, env, encoding: 'utf8' }).trim();
  const release = (...args: string[]): Promise<Outcome> =>
    runCommand([process.execPath, path.resolve('scripts/release.ts'), ...args], { cwd: project.root, env });
  afterAll(() => {
    rmSync(beside, { recursive: true });
  });

  function commit(): void {
    git('add', '--all');
    git('commit', '--quiet', '--message', 'x');
    git('push', '--quiet', 'origin', 'HEAD:main');
  }

  test('is prepared, tagged and published, part by part; a dry run changes nothing', async () => {
    writeFileSync(path.join(beside, 'gh'), GH);
    chmodSync(path.join(beside, 'gh'), 0o755);
    writeFileSync(book, '');
    execFileSync('ssh-keygen', ['-q', '-t', 'ed25519', '-N', '', '-f', path.join(beside, 'key')]);
    const key = path.join(beside, 'key');
    writeFileSync(
      env.GIT_CONFIG_GLOBAL,
      `[user]\nname = a\nemail = a@b\nsigningkey = ${key}\n[gpg]\nformat = ssh\n[init]\ndefaultBranch = main\n`,
    );
    git('init', '--quiet');
    execFileSync('git', ['init', '--quiet', '--bare', path.join(beside, 'origin')]);
    git('remote', 'add', 'origin', path.join(beside, 'origin'));
    commit();

    const planned = await release('--dry-run', 'v0.2.0');
    expect(planned).toMatchObject({ code: 0 });
    expect(planned.output).toContain('prepare: nothing forbids it');
    expect(planned.output).toContain('would run git tag --sign --message v0.2.0');
    expect(planned.output).toContain('would run gh release create v0.2.0');
    expect(git('status', '--porcelain')).toBe('');

    expect(await release('prepare', 'v0.2.0')).toMatchObject({ code: 0 });
    expect(JSON.parse(readFileSync(path.join(project.root, 'package-lock.json'), 'utf8'))).toMatchObject({
      version: '0.2.0',
    });
    const early = await release('tag', 'v0.2.0');
    expect(early).toMatchObject({ code: 1, output: expect.stringContaining('not as they are committed') });
    commit();

    expect(await release('--dry-run', 'tag', 'v0.2.0')).toMatchObject({ code: 0 });
    expect(git('tag')).toBe('');
    expect(await release('tag', 'v0.2.0')).toMatchObject({ code: 0 });
    expect(git('cat-file', '-p', 'v0.2.0')).toContain('BEGIN SSH SIGNATURE');
    expect(git('ls-remote', '--tags', 'origin')).toContain('refs/tags/v0.2.0');

    expect(await release('files', 'v0.2.0')).toMatchObject({ code: 0 });
    expect(readFileSync(path.join(project.root, 'release/notes.md'), 'utf8')).toBe('The first release.\n');
    expect(await release('publish', 'v0.2.0')).toMatchObject({ code: 0 });
    const asked = readFileSync(book, 'utf8');
    expect(asked).toMatch(/release create v0\.2\.0 .*\n(.*\n)*release edit v0\.2\.0 .*--draft=false/);
    expect(asked).toContain(`repos/owner/name/git/refs --silent --raw-field ref=refs/tags/v0`);
  }, 300_000);

  test('a release that GitHub does not hold to be immutable ends there, and the moving tag stays', async () => {
    writeFileSync(path.join(beside, 'gh'), GH.replace('String(made)', "'false'"));
    writeFileSync(book, '');
    const { code, output } = await release('publish', 'v0.2.0');
    expect(code).toBe(1);
    expect(output).toContain('It printed false, and not true.');
    expect(readFileSync(book, 'utf8')).not.toContain('refs/tags/v0 ');
  }, 300_000);

  test('without a part and --dry-run, or without a version, it tells how it is called', async () => {
    expect(await release('v0.2.0')).toMatchObject({ code: 2, output: expect.stringContaining('Usage:') });
    expect(await release('prepare', 'v1')).toMatchObject({ code: 2 });
  }, 300_000);
});
