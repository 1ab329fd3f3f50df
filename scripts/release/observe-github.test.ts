import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import process from 'node:process';
import { afterAll, beforeAll, beforeEach, expect, test } from '@jest/globals';
import { JOB_TOKEN } from '../../lab/github.ts';
import { provideGithubCli } from '../../lab/provision/github-cli.ts';
import { ADMIN_TOKEN, ReleaseGithub } from '../../lab/release-github.ts';
import { versionOf } from '../../test/builders/release-facts.ts';
import { GitRepository } from '../../test/workflows/git-repository.ts';
import { makeSigningKey } from '../../test/workflows/signing-key.ts';
import type { GithubFacts } from './facts.ts';
import { observeGithub } from './observe-github.ts';
import { observeRepository } from './observe-repository.ts';

const folder = mkdtempSync(path.join(tmpdir(), 'observe-github-'));
const clone = GitRepository.make(path.join(folder, 'clone'));
const before = { ...process.env };
let github: ReleaseGithub;

beforeAll(async () => {
  const origin = GitRepository.makeBare(path.join(folder, 'origin'));
  const { file, allowedSigners } = makeSigningKey(folder, 'known');
  clone.commit('Begin');
  clone.tag('v1.0.0', file);
  clone.tag('v1.1.0', makeSigningKey(folder, 'unknown').file);
  clone.push(origin, 'main', 'main:refs/tags/v1.2.0', 'refs/tags/v1.0.0', 'refs/tags/v1.1.0');
  clone.addOrigin(origin);
  mkdirSync(path.join(folder, 'gh'));
  github = await ReleaseGithub.start({
    ...{ name: 'owner/name', origin: origin.folder, allowedSigners, folder: path.join(folder, 'gh') },
  });
  const gh = path.dirname(await provideGithubCli((line) => process.stderr.write(`gh: ${line}\n`)));
  Object.assign(process.env, github.env, { PATH: `${gh}:${before['PATH'] ?? ''}` });
  process.env['GITHUB_REPOSITORY'] = 'owner/name';

  // gh may have to be downloaded first.
}, 600_000);
beforeEach(() => {
  process.env['GH_TOKEN'] = JOB_TOKEN;
  github.releases.all.length = 0;
});
afterAll(async () => {
  for (const name of Object.keys(process.env))
    if (!(name in before)) Reflect.deleteProperty(process.env, name);
  Object.assign(process.env, before);
  await github[Symbol.asyncDispose]();
  rmSync(folder, { recursive: true });
});

const observed = (tag = 'v1.0.0'): Promise<GithubFacts> =>
  observeGithub(clone.folder, versionOf(tag), observeRepository(clone.folder, versionOf(tag)));

test('where nothing is released, that is what is told', async () => {
  expect(await observed()).toMatchObject({ release: 'none', movingTagReleased: false });
});

test('a draft and a release are told from each other, and found behind a hundred others', async () => {
  github.releases.add({ tag_name: 'v1.0.0', draft: true });
  github.releases.add({ tag_name: 'v1.1.0' });
  github.releases.add({ tag_name: 'v1' });
  for (let older = 0; older < 150; older += 1) github.releases.add({ tag_name: `v0.${String(older)}.0` });
  expect(await observed('v1.0.0')).toMatchObject({ release: 'draft', movingTagReleased: true });
  expect(await observed('v1.1.0')).toMatchObject({ release: 'published' });
  expect(await observed('v2.0.0')).toMatchObject({ release: 'none', movingTagReleased: false });
});

test.each([
  ['v1.0.0', 'signed with a key that GitHub knows', true],
  ['v1.1.0', 'signed with another key', false],
  ['v1.2.0', 'that is no object of its own', false],
  ['v1.3.0', 'that is not there', undefined],
])('%s, a tag %s: verified is %s', async (tag, _, verified) => {
  expect((await observed(tag)).tagVerified).toBe(verified);
});

test('only an administrator is told that releases are immutable, and nobody that they are not', async () => {
  expect((await observed()).immutableReleases).toBeUndefined();
  process.env['GH_TOKEN'] = ADMIN_TOKEN;
  expect((await observed()).immutableReleases).toBe(true);
  github.releases.immutable = false;
  expect((await observed()).immutableReleases).toBeUndefined();
  github.releases.immutable = true;
});

test('without a token nothing is known', async () => {
  delete process.env['GH_TOKEN'];
  const unknown = { release: undefined, movingTagReleased: undefined, tagVerified: undefined };
  expect(await observed()).toEqual({ repository: 'owner/name', immutableReleases: undefined, ...unknown });
});
