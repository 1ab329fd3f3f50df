import { sectionOf } from './changelog.ts';
import type { RepositoryFacts } from './facts.ts';
import { plainVersion, type ReleaseVersion, tagOf } from './release-version.ts';

/**
 * The parts of a release, in order. Who makes them: `prepare` anybody, for a pull request; `tag` a maintainer with a key
 * to sign with; `files` and `publish` the workflow that the tag starts.
 */
export const PHASES = ['prepare', 'tag', 'files', 'publish'] as const;

/** The parts that look whether the bundles are what the sources give, which takes a build. */
export const PROVES_BUNDLES: readonly Phase[] = ['tag', 'publish'];

export type Phase = (typeof PHASES)[number];

/** What is left to do of this release, the next one first. */
export function phasesLeft(version: ReleaseVersion, repository: RepositoryFacts): readonly Phase[] {
  if (repository.tags?.some(({ name }) => name === tagOf(version)) === true) return ['files', 'publish'];
  const says = Object.values(repository.versions).every((one) => one === plainVersion(version));
  const tells = sectionOf(repository.changelog, tagOf(version)) !== undefined;
  return says && tells ? ['tag', 'files', 'publish'] : PHASES;
}
