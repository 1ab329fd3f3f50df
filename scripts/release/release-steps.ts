import { assertNever } from '../../lib/core/assert-never.ts';
import { sectionOf, withSection } from './changelog.ts';
import type { ReleaseFacts, RepositoryFacts } from './facts.ts';
import { interfaceChanges } from './interface-changes.ts';
import type { Phase } from './phase.ts';
import { releaseNotes } from './release-notes.ts';
import {
  isNewest,
  isNewestOfMajor,
  movingTag,
  plainVersion,
  type ReleaseVersion,
  tagOf,
} from './release-version.ts';
import type { Step } from './step.ts';

/** The notes of the release within the folder of `files`. */
export const NOTES = 'notes.md';
const SUMS = 'bundles.sha256';

/** What this part of the release changes, in order. Made again after a failure it goes on where it ended. */
export function releaseSteps(phase: Phase, version: ReleaseVersion, facts: ReleaseFacts): readonly Step[] {
  switch (phase) {
    case 'prepare':
      return prepare(version, facts);
    case 'tag':
      return tag(version, facts);
    case 'files':
      return files(version, facts);
    case 'publish':
      return [...release(version, facts), ...moveMajor(version, facts)];
    default:
      return assertNever(phase);
  }
}

/** The bundles hold the version, so they are built anew. */
function prepare(version: ReleaseVersion, { repository, today }: ReleaseFacts): Step[] {
  const changes = interfaceChanges(repository.actionsBefore, repository.actionsNow);
  const first = repository.tags?.length === 0;
  const notes = first ? 'The first release.' : releaseNotes(repository.commits, changes);
  const plain = plainVersion(version);
  return [
    { kind: 'run', command: ['npm', 'version', '--no-git-tag-version', '--allow-same-version', plain] },
    {
      kind: 'write',
      file: 'lib/core/version.ts',
      text: `/** Of these actions: as package.json has it, which a test compares. */\nexport const VERSION = '${plain}';\n`,
    },
    {
      kind: 'write',
      file: 'CHANGELOG.md',
      text: withSection(repository.changelog, `${tagOf(version)} (${today})`, notes),
    },
    { kind: 'run', command: ['npx', 'prettier', '--write', 'CHANGELOG.md', 'package.json'] },
    { kind: 'run', command: ['npm', 'run', 'build'] },
  ];
}

function tag(version: ReleaseVersion, { repository: { head } }: ReleaseFacts): Step[] {
  const name = tagOf(version);
  return [
    { kind: 'run', command: ['git', 'tag', '--sign', '--message', name, name, head] },
    { kind: 'run', command: ['git', 'push', 'origin', `refs/tags/${name}`] },
  ];
}

/** The sums are a list that `sha256sum --check` and the attestation of the workflow read. */
function files(version: ReleaseVersion, { repository, folder }: ReleaseFacts): Step[] {
  const sums = Object.entries(repository.bundles).map(([file, sum]) => `${sum}  ${file}\n`);
  return [
    {
      kind: 'write',
      file: `${folder}/${NOTES}`,
      text: `${sectionOf(repository.changelog, tagOf(version)) ?? ''}\n`,
    },
    { kind: 'write', file: `${folder}/${SUMS}`, text: sums.join('') },
  ];
}

/** A draft takes files; once it is published, nobody can change it. */
function release(version: ReleaseVersion, { repository, github, folder, assets }: ReleaseFacts): Step[] {
  const [name, at] = [tagOf(version), ['--repo', github.repository]];
  const hung = [...new Set([`${folder}/${SUMS}`, ...assets])];
  const newest = isNewest(version, namesOf(repository));
  const candidate = version.candidate === undefined ? [] : ['--prerelease'];
  // GitHub refuses a draft, or a candidate, as the latest: that is said of what is published.
  const kind = version.candidate === undefined ? [`--latest=${String(newest)}`] : candidate;
  const draft =
    github.release === 'draft'
      ? ['gh', 'release', 'upload', name, ...at, '--clobber', ...hung]
      : [
          ...['gh', 'release', 'create', name, ...at, '--draft', '--verify-tag', '--title', name],
          ...['--notes-file', `${folder}/${NOTES}`, ...candidate, ...hung],
        ];
  const publish = ['gh', 'release', 'edit', name, ...at, '--draft=false', ...kind];
  const sure: Step = {
    kind: 'run',
    command: ['gh', 'api', `repos/${github.repository}/releases/tags/${name}`, '--jq', '.immutable'],
    prints: 'true',
  };
  if (github.release === 'published') return [sure];
  return [{ kind: 'run', command: draft }, { kind: 'run', command: publish }, sure];
}

const namesOf = ({ tags = [] }: RepositoryFacts): string[] => tags.map(({ name }) => name);

/** By the API, as the job's checkout keeps no credentials. */
function moveMajor(version: ReleaseVersion, { repository, github }: ReleaseFacts): Step[] {
  const { tags = [], head } = repository;
  if (!isNewestOfMajor(version, namesOf(repository))) return [];
  const major = movingTag(version);
  const there = tags.find(({ name }) => name === major);
  if (there?.commit === head) return [];
  const refs = `repos/${github.repository}/git/refs`;
  const command =
    there === undefined
      ? ['gh', 'api', refs, '--silent', '--raw-field', `ref=refs/tags/${major}`, '--raw-field', `sha=${head}`]
      : [
          ...['gh', 'api', '--method', 'PATCH', `${refs}/tags/${major}`, '--silent'],
          ...['--raw-field', `sha=${head}`, '--field', 'force=true'],
        ];
  return [{ kind: 'run', command }];
}
