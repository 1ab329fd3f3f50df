import { context } from '@actions/github';

export interface GithubRun {
  /** Names the run and its attempt; outside GitHub the process. */
  readonly id: string;
  /** Empty outside GitHub. */
  readonly url: string;
}

/** The run of the workflow that this process belongs to. */
export function githubRun(): GithubRun {
  if (process.env['GITHUB_RUN_ID'] === undefined) return { id: `local-${String(process.pid)}`, url: '' };
  const { serverUrl, runId, runAttempt } = context;
  const { owner, repo } = context.repo;
  return {
    id: `${String(runId)}.${String(runAttempt)}`,
    url: `${serverUrl}/${owner}/${repo}/actions/runs/${String(runId)}`,
  };
}
