import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { globSync, readFileSync } from 'node:fs';
import path from 'node:path';
import type { RepositoryFacts, Tag } from './facts.ts';
import type { ActionFiles } from './interface-changes.ts';
import type { Commit } from './release-notes.ts';
import { releaseBefore, type ReleaseVersion, tagOf } from './release-version.ts';

/** Reads what a release depends on from the clone in this folder and from its origin; changes nothing. */
export function observeRepository(root: string, version: ReleaseVersion): RepositoryFacts {
  const git = gitIn(root);
  const tags = readTags(git('ls-remote', '--tags', 'origin'));
  return {
    ...readBranch(git),
    ...readHistory(git, version, tags),
    tags,
    changed: lines(git('status', '--porcelain')),
    localTags: lines(git('tag', '--list')),
    versions: readVersions(root),
    changelog: read(root, 'CHANGELOG.md') ?? '',
    signingKey: lines(git('config', 'user.signingkey')).length > 0,
    bundles: sumsOf(root),
  };
}

function readBranch(git: Git): Pick<RepositoryFacts, 'head' | 'main' | 'onMain'> {
  const [head = ''] = lines(git('rev-parse', 'HEAD'));
  const [main] = lines(git('ls-remote', 'origin', 'refs/heads/main')).map((line) => line.split('\t')[0]);
  if (main === undefined) return { head, main, onMain: false };
  return { head, main, onMain: git('merge-base', '--is-ancestor', 'HEAD', main) !== undefined };
}

type History = Pick<RepositoryFacts, 'commits' | 'actionsBefore' | 'actionsNow'>;

/** What came since the release before. */
function readHistory(git: Git, version: ReleaseVersion, tags: readonly Tag[] = []): History {
  const before = releaseBefore(
    version,
    tags.map(({ name }) => name),
  );
  const since = before && tags.find(({ name }) => name === tagOf(before))?.commit;
  return {
    commits: readCommits(git('log', ...LOG, since === undefined ? 'HEAD' : `${since}..HEAD`)),
    actionsBefore: since === undefined ? {} : actionsAt(git, since),
    actionsNow: actionsAt(git, 'HEAD'),
  };
}

type Git = (...args: readonly string[]) => string | undefined;

/** What a command of Git prints, or nothing where it fails. */
const gitIn =
  (root: string): Git =>
  (...args) => {
    try {
      const stdio = ['ignore', 'pipe', 'ignore'] as const;
      return execFileSync('git', args, {
        cwd: root,
        encoding: 'utf8',
        stdio: [...stdio],
        maxBuffer: 2 ** 28,
      });
    } catch {
      return undefined;
    }
  };

const lines = (text: string | undefined): string[] => (text ?? '').split('\n').filter(Boolean);

function readTags(listed: string | undefined): Tag[] | undefined {
  if (listed === undefined) return undefined;
  const entries = lines(listed).map((line) => line.split('\t'));
  const commits = new Map(entries.map(([object = '', ref = '']) => [ref, object]));
  return [...commits]
    .filter(([ref]) => !ref.endsWith('^{}'))
    .map(([ref, object]) => ({
      name: ref.slice('refs/tags/'.length),
      object,
      commit: commits.get(`${ref}^{}`) ?? object,
    }));
}

function readVersions(root: string): RepositoryFacts['versions'] {
  const inJson = (file: string): string | undefined =>
    (JSON.parse(read(root, file) ?? '{}') as { readonly version?: string }).version;
  const inSource = 'lib/core/version.ts';
  return {
    'package.json': inJson('package.json'),
    'package-lock.json': inJson('package-lock.json'),
    [inSource]: /VERSION = '(.+)'/.exec(read(root, inSource) ?? '')?.[1],
  };
}

function read(root: string, file: string): string | undefined {
  try {
    return readFileSync(path.join(root, file), 'utf8');
  } catch {
    return undefined;
  }
}

/** No text of a commit has these characters. */
const [RECORD, FIELD] = ['\u0001', '\u0002'];
const LOG = ['--no-merges', '--name-only', `--format=${RECORD}%s${FIELD}%b${FIELD}`];

const readCommits = (log: string | undefined): Commit[] =>
  (log ?? '')
    .split(RECORD)
    .slice(1)
    .map((record) => {
      const [subject = '', body = '', files = ''] = record.split(FIELD);
      return { subject, body: body.trim(), files: lines(files) };
    });

function actionsAt(git: Git, commit: string): ActionFiles {
  const files = lines(git('ls-tree', '-r', '--name-only', commit, 'actions'));
  const found = files.flatMap((file) => {
    const [, action] = /^actions\/([^/]+)\/action\.yml$/.exec(file) ?? [];
    return action === undefined ? [] : [[action, git('show', `${commit}:${file}`) ?? ''] as const];
  });
  return Object.fromEntries(found);
}

function sumsOf(root: string): Record<string, string> {
  const files = globSync('actions/*/dist/**', { cwd: root, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => path.relative(root, path.join(entry.parentPath, entry.name)));
  const sum = (file: string): string =>
    createHash('sha256')
      .update(readFileSync(path.join(root, file)))
      .digest('hex');
  return Object.fromEntries(files.sort().map((file) => [file, sum(file)]));
}
