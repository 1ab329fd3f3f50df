import type { GithubFacts, ReleaseFacts, RepositoryFacts } from '../../scripts/release/facts.ts';
import { parseVersion, type ReleaseVersion } from '../../scripts/release/release-version.ts';

/** The commit that is checked out, at the tip of main. */
export const HEAD = 'c'.repeat(40);

/** A repository in which v1.2.3 may be tagged: v1.2.2 was released, v1 points to it, all is committed and signed. */
export function releaseFacts(
  repository: Partial<RepositoryFacts> = {},
  github: Partial<GithubFacts> = {},
): ReleaseFacts {
  return {
    repository: {
      head: HEAD,
      main: HEAD,
      onMain: true,
      changed: [],
      tags: [tag('v1.2.2', 'b'), tag('v1', 'b')],
      localTags: ['v1.2.2'],
      versions: { 'package.json': '1.2.3', 'package-lock.json': '1.2.3', 'lib/core/version.ts': '1.2.3' },
      changelog:
        '# Changelog\n\n## v1.2.3 (2026-11-22)\n\n- A repair.\n\n## v1.2.2 (2026-10-01)\n\n- Another.\n',
      commits: [],
      actionsBefore: {},
      actionsNow: {},
      signingKey: true,
      bundles: { 'actions/hello/dist/index.js': 'f'.repeat(64) },
      ...repository,
    },
    github: {
      repository: 'owner/name',
      immutableReleases: true,
      release: 'none',
      movingTagReleased: false,
      tagVerified: true,
      ...github,
    },
    today: '2026-11-22',
    folder: 'release',
    assets: [],
    staleBundles: undefined,
  };
}

/** A signed tag; commits are named by one letter. */
export const tag = (name: string, commit: string): NonNullable<RepositoryFacts['tags']>[number] => ({
  name,
  object: 'e'.repeat(40),
  commit: commit.repeat(40),
});

export function versionOf(name: string): ReleaseVersion {
  const version = parseVersion(name);
  if (version === undefined) throw new Error(`${name} is no version`);
  return version;
}
