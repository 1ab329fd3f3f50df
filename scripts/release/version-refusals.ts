import type { Problem } from '../../lib/core/problem.ts';
import type { ReleaseFacts } from './facts.ts';
import { interfaceChanges } from './interface-changes.ts';
import { breakingLines } from './release-notes.ts';
import { plainVersion, releaseBefore, type ReleaseVersion, tagOf } from './release-version.ts';

/** Why this version cannot follow the release before: it leaves one out, or promises that nothing breaks. */
export function versionRefusals(version: ReleaseVersion, { repository }: ReleaseFacts): Problem[] {
  const before = releaseBefore(version, repository.tags?.map(({ name }) => name) ?? []);
  if (before === undefined) return [];
  const level = levelOf(before, version);
  if (level === undefined)
    return [
      {
        where: tagOf(version),
        what: `it does not follow ${tagOf(before)}`,
        fix: `Take one of ${followers(before).map(plainVersion).join(', ')}.`,
      },
    ];
  const { breaking, added } = interfaceChanges(repository.actionsBefore, repository.actionsNow);
  const broken = [...breaking, ...breakingLines(repository.commits)];
  const [least, because] =
    broken.length > 0 ? [breakingLevel(before), broken] : [added.length > 0 ? 1 : 2, added];
  if (level <= least) return [];
  return [
    {
      where: tagOf(version),
      what: `it is too small a step from ${tagOf(before)}: ${because.join('; ')}`,
      fix: `Take ${followers(before)
        .slice(0, least + 1)
        .map(plainVersion)
        .join(' or ')}.`,
    },
  ];
}

/** 0 is a step of the major version, 1 of the minor one, 2 of the patch; nothing for any other step. */
function levelOf(before: ReleaseVersion, version: ReleaseVersion): number | undefined {
  const released = plainVersion({ ...version, candidate: undefined });
  const level = followers(before).findIndex((one) => plainVersion(one) === released);
  return level < 0 ? undefined : level;
}

/** Before 1.0 a minor version may break, as semantic versioning has it. */
const breakingLevel = ({ major }: ReleaseVersion): number => (major === 0 ? 1 : 0);

const followers = ({ major, minor, patch }: ReleaseVersion): readonly ReleaseVersion[] => [
  { major: major + 1, minor: 0, patch: 0, candidate: undefined },
  { major, minor: minor + 1, patch: 0, candidate: undefined },
  { major, minor, patch: patch + 1, candidate: undefined },
];
