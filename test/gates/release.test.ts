import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import process from 'node:process';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { provideGithubCli } from '../../lab/provision/github-cli.ts';
import { ADMIN_TOKEN, ReleaseGithub } from '../../lab/release-github.ts';
import { type Outcome, runCommand } from '../../scripts/run-command.ts';
import { makeSigningKey } from '../workflows/signing-key.ts';
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

// What the workflow does with the tag, test/workflows/release.test.ts shows.
describe('release, by a maintainer who has a key, an origin and gh', () => {
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
  const origin = path.join(beside, 'origin');
  const env: NodeJS.ProcessEnv = {
    ...process.env,
    GH_TOKEN: ADMIN_TOKEN,
    GITHUB_REPOSITORY: 'owner/name',
    GIT_CONFIG_GLOBAL: path.join(beside, 'gitconfig'),
  };
  const git = (...args: string[]): string =>
    execFileSync('git', args, { cwd: project.root, env, encoding: 'utf8' }).trim();
  const release = (...args: string[]): Promise<Outcome> =>
    runCommand([process.execPath, path.resolve('scripts/release.ts'), ...args], { cwd: project.root, env });
  let github: ReleaseGithub;

  beforeAll(async () => {
    const { file, allowedSigners } = makeSigningKey(beside, 'key');
    mkdirSync(path.join(beside, 'gh'));
    github = await ReleaseGithub.start({
      ...{ name: 'owner/name', origin, allowedSigners, folder: path.join(beside, 'gh') },
    });
    const gh = await provideGithubCli((line) => process.stderr.write(`release: ${line}\n`));
    Object.assign(env, github.env, { PATH: `${path.dirname(gh)}:${process.env['PATH'] ?? ''}` });
    writeFileSync(
      path.join(beside, 'gitconfig'),
      `[user]\nname = a\nemail = a@b\nsigningkey = ${file}\n[gpg]\nformat = ssh\n[init]\ndefaultBranch = main\n`,
    );
    git('init', '--quiet');
    execFileSync('git', ['init', '--quiet', '--bare', origin]);
    git('remote', 'add', 'origin', origin);
    commit();
    // gh may have to be downloaded first.
  }, 600_000);
  afterAll(async () => {
    await github[Symbol.asyncDispose]();
    rmSync(beside, { recursive: true });
  });

  function commit(): void {
    git('add', '--all');
    git('commit', '--quiet', '--message', 'x');
    git('push', '--quiet', 'origin', 'HEAD:main');
  }

  test('is prepared and tagged, part by part; a dry run changes nothing', async () => {
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
    github.releases.immutable = false;
    const early = await release('tag', 'v0.2.0');
    github.releases.immutable = true;
    expect(early).toMatchObject({ code: 1, output: expect.stringContaining('not as they are committed') });
    expect(early.output).toContain('owner/name: GitHub does not say that its releases are immutable');
    commit();

    expect(await release('tag', 'v0.2.0')).toMatchObject({ code: 0 });
    expect(git('cat-file', '-p', 'v0.2.0')).toContain('BEGIN SSH SIGNATURE');
    expect(git('ls-remote', '--tags', 'origin')).toContain('refs/tags/v0.2.0');

    expect(await release('files', 'v0.2.0')).toMatchObject({ code: 0 });
    expect(readFileSync(path.join(project.root, 'release/notes.md'), 'utf8')).toBe('The first release.\n');
    expect(github.requests.filter((each) => !each.startsWith('GET '))).toEqual([]);
  }, 300_000);

  test('without a part and --dry-run, or without a version, it tells how it is called', async () => {
    expect(await release('v0.2.0')).toMatchObject({ code: 2, output: expect.stringContaining('Usage:') });
    expect(await release('prepare', 'v1')).toMatchObject({ code: 2 });
  }, 300_000);
});
