import process from 'node:process';
import { runCommand } from '../run-command.ts';
import type { GithubFacts, RepositoryFacts } from './facts.ts';
import { movingTag, type ReleaseVersion, tagOf } from './release-version.ts';

/** Asks GitHub by its command `gh`; what it does not answer stays unknown. Changes nothing. */
export async function observeGithub(
  root: string,
  version: ReleaseVersion,
  { tags }: RepositoryFacts,
): Promise<GithubFacts> {
  const gh = ghIn(root);
  const repository =
    process.env['GITHUB_REPOSITORY'] ??
    (await gh('repo', 'view', '--json', 'nameWithOwner', '--jq', '.nameWithOwner')) ??
    'owner/name';
  const [releases, immutable, verified] = await Promise.all([
    gh('api', '--paginate', `repos/${repository}/releases`, '--jq', '.[] | [.tag_name, .draft] | @tsv'),
    gh('api', `repos/${repository}/immutable-releases`, '--jq', '.enabled'),
    verify(
      gh,
      repository,
      tags?.find(({ name }) => name === tagOf(version)),
    ),
  ]);
  const drafts = releases === undefined ? undefined : new Map(releases.split('\n').map(asEntry));
  return {
    repository,
    immutableReleases: asBoolean(immutable),
    release: drafts && stateOf(drafts.get(tagOf(version))),
    movingTagReleased: drafts?.has(movingTag(version)),
    tagVerified: verified,
  };
}

type Gh = (...args: readonly string[]) => Promise<string | undefined>;

const ghIn =
  (root: string): Gh =>
  async (...args) => {
    try {
      const { code, output } = await runCommand(['gh', ...args], { cwd: root });
      return code === 0 ? output.trim() : undefined;
    } catch {
      return undefined;
    }
  };

const asBoolean = (text: string | undefined): boolean | undefined =>
  text === 'true' || text === 'false' ? text === 'true' : undefined;

const asEntry = (line: string): readonly [tag: string, draft: string] => {
  const [tag = '', draft = ''] = line.split('\t');
  return [tag, draft];
};

function stateOf(draft: string | undefined): 'none' | 'draft' | 'published' {
  if (draft === undefined) return 'none';
  return draft === 'true' ? 'draft' : 'published';
}

/** A tag that is no object of its own bears no signature. */
async function verify(gh: Gh, repository: string, tag: Tagged | undefined): Promise<boolean | undefined> {
  if (tag === undefined) return undefined;
  if (tag.object === tag.commit) return false;
  return asBoolean(
    await gh('api', `repos/${repository}/git/tags/${tag.object}`, '--jq', '.verification.verified'),
  );
}

type Tagged = NonNullable<RepositoryFacts['tags']>[number];
