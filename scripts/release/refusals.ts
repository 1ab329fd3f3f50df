import type { Problem } from '../../lib/core/problem.ts';
import { sectionOf } from './changelog.ts';
import type { ReleaseFacts } from './facts.ts';
import type { Phase } from './phase.ts';
import { plainVersion, type ReleaseVersion, tagOf, movingTag } from './release-version.ts';
import { versionRefusals } from './version-refusals.ts';

/** Why this part of the release is not made. What cannot be seen is a reason, too. */
export function refusals(phase: Phase, version: ReleaseVersion, facts: ReleaseFacts): Problem[] {
  const checks: Readonly<Record<Phase, readonly Check[]>> = {
    prepare: [clean, atMain, notTagged, versionRefusals],
    tag: [
      clean,
      atMain,
      notTagged,
      prepared,
      versionRefusals,
      current,
      signing,
      immutableReleases,
      freeMovingTag,
    ],
    files: [atTag, prepared],
    publish: [atTag, partOfMain, prepared, current, signed, readableRelease, freeMovingTag],
  };
  return checks[phase].flatMap((check) => check(version, facts));
}

type Check = (version: ReleaseVersion, facts: ReleaseFacts) => readonly Problem[];

const unless = (holds: boolean, problem: Problem): readonly Problem[] => (holds ? [] : [problem]);

const clean: Check = (_, { repository: { changed } }) =>
  unless(changed.length === 0, {
    where: 'the working tree',
    what: `${String(changed.length)} files are not as they are committed, such as ${changed[0]?.slice(3) ?? ''}`,
    fix: 'Commit them or take them away.',
  });

const atMain: Check = (_, { repository: { head, main } }) =>
  unless(head === main, {
    where: 'the commit that is checked out',
    what:
      main === undefined
        ? 'main cannot be read at origin'
        : `it is ${short(head)}, and main is ${short(main)}`,
    fix: 'Run: git fetch origin && git switch --detach origin/main',
  });

const notTagged: Check = (version, { repository: { tags, localTags } }) => {
  const tag = tagOf(version);
  if (tags === undefined)
    return [
      { where: 'origin', what: 'its tags cannot be read', fix: 'Look at: git ls-remote --tags origin' },
    ];
  if (tags.some(({ name }) => name === tag))
    return [
      { where: tag, what: 'it is at origin already', fix: 'A tag is never moved: take the next version.' },
    ];
  return unless(!localTags.includes(tag), {
    where: tag,
    what: 'it is in this clone, and not at origin',
    fix: `Run: git tag --delete ${tag}`,
  });
};

const prepared: Check = (version, { repository: { versions, changelog } }) => {
  const [tag, plain] = [tagOf(version), plainVersion(version)];
  const others = Object.entries(versions).filter(([, one]) => one !== plain);
  return [
    ...others.map(([file, one]) => ({
      where: file,
      what: `it says ${one ?? 'no version'}, and not ${plain}`,
      fix: `Run: npm run release -- prepare ${tag}`,
    })),
    ...unless((sectionOf(changelog, tag) ?? '') !== '', {
      where: 'CHANGELOG.md',
      what: `it tells nothing under "## ${tag}"`,
      fix: `Run: npm run release -- prepare ${tag}`,
    }),
  ];
};

const current: Check = (_, { staleBundles }) =>
  unless(staleBundles === undefined, {
    where: 'actions/*/dist',
    what: `the bundles are not what the sources give: ${staleBundles ?? ''}`,
    fix: 'Run: npm run build, and commit what it writes.',
  });

const signing: Check = (_, { repository: { signingKey } }) =>
  unless(signingKey, {
    where: 'git config user.signingkey',
    what: 'there is no key to sign the tag with',
    fix: 'Give Git a key that GitHub knows as yours: git config user.signingkey ...',
  });

const signed: Check = (version, { github: { tagVerified } }) =>
  unless(tagVerified === true, {
    where: tagOf(version),
    what:
      tagVerified === false ? 'GitHub cannot verify its signature' : 'whether it is signed cannot be read',
    fix: 'Sign tags with a key that GitHub knows; a tag without one is not released: take the next version.',
  });

const immutableReleases: Check = (_, { github: { repository, immutableReleases: on } }) =>
  unless(on === true, {
    where: repository,
    what:
      on === false
        ? 'its releases can be changed'
        : 'GitHub does not say that its releases are immutable: they are not, or you may not ask',
    fix: `As an administrator: gh api --method PUT repos/${repository}/immutable-releases`,
  });

const freeMovingTag: Check = (version, { github: { movingTagReleased } }) =>
  unless(movingTagReleased === false, {
    where: movingTag(version),
    what:
      movingTagReleased === true
        ? 'a release hangs on it, so that it can never be moved'
        : 'whether a release hangs on it cannot be read',
    fix: `Look at: gh release view ${movingTag(version)}`,
  });

const readableRelease: Check = (version, { github: { release } }) =>
  unless(release !== undefined, {
    where: tagOf(version),
    what: 'whether it is released cannot be read',
    fix: 'Give the job a token with contents: write, in GH_TOKEN.',
  });

const atTag: Check = (version, { repository: { head, tags = [] } }) => {
  const commit = tags.find(({ name }) => name === tagOf(version))?.commit;
  return unless(commit === head, {
    where: 'the commit that is checked out',
    what: `it is ${short(head)}, and ${tagOf(version)} ${commit === undefined ? 'is not at origin' : `is ${short(commit)}`}`,
    fix: `Run: npm run release -- tag ${tagOf(version)}, or check the tag out.`,
  });
};

const partOfMain: Check = (version, { repository: { onMain } }) =>
  unless(onMain, {
    where: tagOf(version),
    what: 'it is no commit of main',
    fix: 'Only what was merged is released: merge it, and take the next version.',
  });

const short = (commit: string): string => commit.slice(0, 12);
