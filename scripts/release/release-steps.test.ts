import { describe, expect, test } from '@jest/globals';
import { HEAD, releaseFacts, tag, versionOf } from '../../test/builders/release-facts.ts';
import type { GithubFacts, RepositoryFacts } from './facts.ts';
import type { Phase } from './phase.ts';
import { releaseSteps } from './release-steps.ts';
import { describeStep } from './step.ts';

function told(phase: Phase, name: string, repository = {}, github: Partial<GithubFacts> = {}): string[] {
  return releaseSteps(phase, versionOf(name), releaseFacts(repository, github)).map(describeStep);
}

const tagged = (...others: NonNullable<RepositoryFacts['tags']>): Partial<RepositoryFacts> => ({
  tags: [tag('v1.2.3', 'c'), tag('v1', 'b'), ...others],
});

test('a tag is signed at the commit that was checked, and pushed', () => {
  expect(told('tag', 'v1.2.3')).toEqual([
    `run git tag --sign --message v1.2.3 v1.2.3 ${HEAD}`,
    'run git push origin refs/tags/v1.2.3',
  ]);
});

test('the notes are the section of the changelog; the sums are as sha256sum reads them', () => {
  expect(releaseSteps('files', versionOf('v1.2.3'), releaseFacts())).toEqual([
    { kind: 'write', file: 'release/notes.md', text: '- A repair.\n' },
    {
      kind: 'write',
      file: 'release/bundles.sha256',
      text: `${'f'.repeat(64)}  actions/hello/dist/index.js\n`,
    },
  ]);
});

describe('publish', () => {
  const SURE = 'run gh api repos/owner/name/releases/tags/v1.2.3 --jq .immutable, which has to print true';
  const PUBLISH = 'run gh release edit v1.2.3 --repo owner/name --draft=false --latest=true';
  const MOVE = `run gh api --method PATCH repos/owner/name/git/refs/tags/v1 --silent --raw-field sha=${HEAD} --field force=true`;

  test('a draft takes the files before it is published; then v1 moves', () => {
    expect(told('publish', 'v1.2.3', tagged())).toEqual([
      'run gh release create v1.2.3 --repo owner/name --draft --verify-tag --title v1.2.3 --notes-file release/notes.md release/bundles.sha256',
      PUBLISH,
      SURE,
      MOVE,
    ]);
  });

  test('a run that was cut off goes on with its draft, or with what is published', () => {
    expect(told('publish', 'v1.2.3', tagged(), { release: 'draft' })).toEqual([
      'run gh release upload v1.2.3 --repo owner/name --clobber release/bundles.sha256',
      ...[PUBLISH, SURE, MOVE],
    ]);
    expect(told('publish', 'v1.2.3', tagged(), { release: 'published' })).toEqual([SURE, MOVE]);
    const moved = { tags: [tag('v1.2.3', 'c'), tag('v1', 'c')] };
    expect(told('publish', 'v1.2.3', moved, { release: 'published' })).toEqual([SURE]);
  });

  test('a repair of an older version moves nothing back, and is not the latest', () => {
    const steps = told('publish', 'v1.2.3', tagged(tag('v1.3.0', 'd'), tag('v2.0.0', 'd')));
    expect(steps).not.toContain(MOVE);
    expect(steps).toContain('run gh release edit v1.2.3 --repo owner/name --draft=false --latest=false');
  });

  test('a repair of an older major version moves its own tag alone', () => {
    const steps = told('publish', 'v1.2.3', tagged(tag('v2.0.0', 'd')));
    expect(steps).toContain(MOVE);
    expect(steps).toContain('run gh release edit v1.2.3 --repo owner/name --draft=false --latest=false');
  });

  test('a candidate moves nothing', () => {
    const steps = told('publish', 'v1.2.3-rc.1', { tags: [tag('v1.2.3-rc.1', 'c')] });
    expect(steps.join('\n')).not.toContain('refs/tags/v1 ');
    expect(steps[0]).toContain(' --notes-file release/notes.md --prerelease ');
    expect(steps[1]).toBe('run gh release edit v1.2.3-rc.1 --repo owner/name --draft=false --prerelease');
  });

  test('the first release of a major version makes its moving tag', () => {
    expect(told('publish', 'v2.0.0', { tags: [tag('v2.0.0', 'c'), tag('v1', 'b')] }).at(-1)).toBe(
      `run gh api repos/owner/name/git/refs --silent --raw-field ref=refs/tags/v2 --raw-field sha=${HEAD}`,
    );
  });
});

describe('prepare', () => {
  const commit = (
    subject: string,
    ...files: string[]
  ): { subject: string; body: string; files: string[] } => ({
    subject,
    body: '',
    files,
  });
  const changelogOf = (repository: Partial<RepositoryFacts>): string =>
    releaseSteps('prepare', versionOf('v1.3.0'), releaseFacts(repository)).flatMap((step) =>
      step.kind === 'write' && step.file === 'CHANGELOG.md' ? [step.text] : [],
    )[0] ?? '';

  test('writes the version everywhere, and builds the bundles that hold it', () => {
    expect(told('prepare', 'v1.3.0')).toEqual([
      'run npm version --no-git-tag-version --allow-same-version 1.3.0',
      'write lib/core/version.ts',
      'write CHANGELOG.md',
      'run npx prettier --write CHANGELOG.md package.json',
      'run npm run build',
    ]);
  });

  test('the notes tell who has to know, what breaks first, and above what was there', () => {
    const text = changelogOf({
      actionsBefore: { 'topic-sync': 'inputs:\n  gone:\n    description: x\n' },
      actionsNow: { 'topic-sync': 'inputs: {}\n' },
      commits: [
        commit('Wait for the leader', 'actions/topic-sync/src/run.ts', 'lib/core/problem.ts'),
        commit('Read faster', 'lib/adapters/ec2.ts'),
        commit('Try more', 'actions/topic-sync/src/run.test.ts', 'test/x.ts'),
        commit('Say more', 'actions/topic-sync/README.md'),
        commit('Build the bundles', 'actions/topic-sync/dist/index.js'),
      ],
    });
    expect(text).toContain(
      [
        '## v1.3.0 (2026-11-22)',
        '### Breaking\n\n- topic-sync: the input gone is gone',
        '### All actions\n\n- Read faster',
        '### topic-sync\n\n- Wait for the leader',
        'Beside these, 3 changes of tests, tools and documentation.',
        '## v1.2.3 (2026-11-22)',
      ].join('\n\n'),
    );
  });

  test('a section that somebody has put into words is kept', () => {
    const changelog = '# Changelog\n\n## v1.3.0 (2026-11-20)\n\n- In words.\n';
    expect(changelogOf({ changelog })).toBe(changelog);
  });
});
