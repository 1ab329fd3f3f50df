import type { KeptThread, MarkedText } from '../core/kept-thread.ts';
import { type GithubClient, unlessRefused } from './github-client.ts';
import { isSameText, withMarkerOf } from './marked-threads.ts';

/**
 * Keeps one comment with this marker on the pull request: makes it, updates it in place, or leaves it when it says the
 * same. Only a comment of our own counts: anybody may write the marker.
 */
export const keepComment = (
  client: GithubClient,
  pullRequest: number,
  text: MarkedText,
): Promise<KeptThread> =>
  unlessRefused('pull-requests: write', async () => {
    const [first, ...others] = await ownComments(client, pullRequest, text);
    const kept = await write(client, pullRequest, { first, body: text.body });
    // Two runs at once may both have found none.
    for (const { id } of others) {
      await client.octokit.rest.issues.deleteComment({ ...client.repository, comment_id: id });
    }
    return kept;
  });

interface OwnComment {
  readonly id: number;
  readonly body?: string | undefined;
  readonly html_url: string;
}

/** The oldest first. */
async function ownComments(
  client: GithubClient,
  pullRequest: number,
  text: MarkedText,
): Promise<OwnComment[]> {
  const { octokit, repository } = client;
  const of = { ...repository, issue_number: pullRequest, per_page: 100 };
  const comments = await octokit.paginate(octokit.rest.issues.listComments, of);
  return withMarkerOf(client, text, comments);
}

async function write(
  { octokit, repository }: GithubClient,
  pullRequest: number,
  { first, body }: { readonly first: OwnComment | undefined; readonly body: string },
): Promise<KeptThread> {
  if (first !== undefined && isSameText(first.body, body)) return { kind: 'kept', url: first.html_url };
  const { data } =
    first === undefined
      ? await octokit.rest.issues.createComment({ ...repository, issue_number: pullRequest, body })
      : await octokit.rest.issues.updateComment({ ...repository, comment_id: first.id, body });
  return { kind: 'kept', url: data.html_url };
}
