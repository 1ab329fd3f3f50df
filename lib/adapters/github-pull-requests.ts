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
    return pullRequest === undefined ? { kind: 'none' } : keepComment(client, pullRequest.number, text);
  });

export type ShownRun =
  { readonly kind: 'known'; readonly run: number | null } | Extract<KeptThread, { kind: 'refused' }>;

/**
 * The run of a workflow that kept an artifact of this name for the newest commit of the pull request that was merged as
 * a commit. Those of a fork do not count: anything may be in theirs.
 * https://docs.github.com/en/rest/actions/artifacts#list-artifacts-for-a-repository
 */
export const runThatShowed = (client: GithubClient, commit: string, artifact: string): Promise<ShownRun> =>
  unlessRefused('actions: read and pull-requests: read', async () => {
    const { octokit, repository } = client;
    const pullRequest = await mergedAs(client, commit);
    if (pullRequest === undefined) return { kind: 'known', run: null };
    const of = { ...repository, name: artifact, per_page: 100 };
    const { data } = await octokit.rest.actions.listArtifactsForRepo(of);
    const runs = data.artifacts.flatMap(({ expired, workflow_run: run }) =>
      !expired && run?.head_sha === pullRequest.head.sha && run.head_repository_id === run.repository_id
        ? (run.id ?? [])
        : [],
    );
    return { kind: 'known', run: runs.length > 0 ? Math.max(...runs) : null };
  });

/** A commit may be in many pull requests, of which some are open; one was merged as it. */
async function mergedAs({ octokit, repository }: GithubClient, commit: string) {
  const of = { ...repository, commit_sha: commit, per_page: 100 };
  const { data } = await octokit.rest.repos.listPullRequestsAssociatedWithCommit(of);
  return data.find((each) => each.merged_at !== null && each.merge_commit_sha === commit);
}
