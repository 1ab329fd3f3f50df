import { afterAll, beforeAll, expect, jest, test } from '@jest/globals';
import type { EmulatedRelease } from '../../lab/github-releases.ts';
import { jobResults } from './job-results.ts';
import { ReleaseBench } from './release-bench.ts';

jest.setTimeout(600_000);

const PUBLISHED = ['files success', 'attest success', 'publish success'];
const REFUSED = ['files success', 'attest success', 'publish failure'];

let bench: ReleaseBench;

beforeAll(async () => {
  bench = await ReleaseBench.open();
});
afterAll(() => bench[Symbol.asyncDispose]());

const releaseOf = (tag: string): Partial<EmulatedRelease> =>
  bench.github.releases.all.find((each) => each.tag_name === tag) ?? {};
const assetsOf = (tag: string): Record<string, string> =>
  Object.fromEntries((releaseOf(tag).assets ?? []).map(({ name, content }) => [name, content]));
const changes = (): string[] => bench.github.requests.filter((each) => !each.startsWith('GET '));

// One repository, in the order in which its releases are made.

test('a tag that somebody else has signed is not released', async () => {
  bench.tag('v0.1.0', 'stranger');
  const run = await bench.run('v0.1.0');
  expect(jobResults(run)).toEqual(REFUSED);
  expect(run.log).toContain('v0.1.0: GitHub cannot verify its signature');
  expect(changes()).toEqual([]);
});

test('a release that was cut off between its files, and then before its tag moved, goes on where it ended', async () => {
  const commit = bench.tag('v0.1.1');
  const ends = '?label=&name=bundles.sigstore.json';
  // gh tries three times more.
  bench.github.faults.push({ method: 'POST', ends, status: 502, times: 4 });
  expect(jobResults(await bench.run('v0.1.1'))).toEqual(REFUSED);
  expect(releaseOf('v0.1.1')).toMatchObject({ draft: true });
  expect(Object.keys(assetsOf('v0.1.1'))).toEqual(['bundles.sha256']);
  expect(bench.origin.commitOf('refs/tags/v0')).toBeUndefined();

  bench.github.faults.push({ method: 'POST', ends: '/git/refs', status: 502, times: 1 });
  expect(jobResults(await bench.run('v0.1.1', 2))).toEqual(REFUSED);
  expect(releaseOf('v0.1.1')).toMatchObject({ draft: false, immutable: true });
  expect(bench.origin.commitOf('refs/tags/v0')).toBeUndefined();

  expect(jobResults(await bench.run('v0.1.1', 3))).toEqual(PUBLISHED);
  expect(bench.github.releases.all).toHaveLength(1);
  expect(releaseOf('v0.1.1')).toMatchObject({
    ...{ name: 'v0.1.1', body: '- What v0.1.1 brings.\n', prerelease: false },
  });
  const { 'bundles.sha256': sums = '', 'bundles.sigstore.json': statement = '' } = assetsOf('v0.1.1');
  expect(bench.holds('v0.1.1', sums)).toBe(true);
  const [sha256, name] = sums.split('\n')[0]?.split('  ') ?? [];
  const subject = expect.arrayContaining([{ name, digest: { sha256 } }]);
  expect(JSON.parse(statement)).toEqual({ subject, ref: 'refs/tags/v0.1.1', commit });
  expect(bench.github.releases.latest).toBe('v0.1.1');
  expect(bench.origin.commitOf('refs/tags/v0')).toBe(commit);
});

test('a candidate is released as such, and the moving tag stays', async () => {
  const before = bench.origin.commitOf('refs/tags/v0');
  bench.tag('v0.2.0-rc.1');
  expect(jobResults(await bench.run('v0.2.0-rc.1'))).toEqual(PUBLISHED);
  expect(releaseOf('v0.2.0-rc.1')).toMatchObject({ draft: false, prerelease: true, immutable: true });
  expect(bench.github.releases.latest).toBe('v0.1.1');
  expect(bench.origin.commitOf('refs/tags/v0')).toBe(before);
});

test('where GitHub does not hold a release to be immutable, the moving tag stays', async () => {
  const before = bench.origin.commitOf('refs/tags/v0');
  bench.github.releases.immutable = false;
  bench.tag('v0.2.0');
  const run = await bench.run('v0.2.0');
  bench.github.releases.immutable = true;
  expect(jobResults(run)).toEqual(REFUSED);
  expect(run.log).toContain('It printed false, and not true.');
  expect(releaseOf('v0.2.0')).toMatchObject({ draft: false, immutable: false });
  expect(bench.origin.commitOf('refs/tags/v0')).toBe(before);
});

test('the next release moves the tag of its major version', async () => {
  const commit = bench.tag('v0.2.1');
  expect(jobResults(await bench.run('v0.2.1'))).toEqual(PUBLISHED);
  expect(bench.github.releases.latest).toBe('v0.2.1');
  expect(bench.origin.commitOf('refs/tags/v0')).toBe(commit);
});
