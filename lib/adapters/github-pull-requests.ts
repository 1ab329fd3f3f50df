import type { KeptThread, MarkedText } from '../core/kept-thread.ts';
import { type GithubClient, unlessRefused } from './github-client.ts';
import { keepComment } from './github-comments.ts';

/** Keeps the comment of the pull request whose merge made this commit; there need not be one. */
export const keepMergedComment = (
  client: GithubClient,
  commit: string,
  text: MarkedText,
): Promise<KeptThread> =>
  unlessRefused('pull-requests: write', async () => {
    const pullRequest = await mergedAs(client, commit);
    return pullRequest === undefined ? { kind: 'none' } : keepComment(client, pullRequest, text);
  });

/** A commit may be in many pull requests, of which some are open; one was merged as it. */
async function mergedAs({ octokit, repository }: GithubClient, commit: string): Promise<number | undefined> {
  const of = { ...repository, commit_sha: commit, per_page: 100 };
  const { data } = await octokit.rest.repos.listPullRequestsAssociatedWithCommit(of);
  return data.find((each) => each.merged_at !== null && each.merge_commit_sha === commit)?.number;
}
