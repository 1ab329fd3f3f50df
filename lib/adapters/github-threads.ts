import { context } from '@actions/github';
import type { AppliedCommit, AppliedFiles } from '../core/applied-commit.ts';
import type { KeptThread, MarkedIssue, MarkedText } from '../core/kept-thread.ts';
import { type GithubAccess, githubClient } from './github-client.ts';
import { keepComment } from './github-comments.ts';
import { lastApplied, recordApplied } from './github-deployments.ts';
import { keepMergedComment } from './github-pull-requests.ts';
import { keepIssue } from './github-issues.ts';

/** Comments, issues and deployments of the repository that a run belongs to. */
export interface GithubThreads {
  keepComment(pullRequest: number, text: MarkedText): Promise<KeptThread>;
  /** On the pull request that was merged as a commit. */
  keepMergedComment(commit: string, text: MarkedText): Promise<KeptThread>;
  keepIssue(issue: MarkedIssue): Promise<KeptThread>;
  lastApplied(environment: string): Promise<AppliedCommit>;
  /** `none`: it is recorded already. */
  recordApplied(environment: string, applied: AppliedFiles): Promise<KeptThread>;
}

export function githubThreads(token: string, clock: GithubAccess['clock']): GithubThreads {
  const { apiUrl, repo: repository } = context;
  const client = githubClient({ token, apiUrl, repository, clock });
  return {
    keepComment: (pullRequest, text) => keepComment(client, pullRequest, text),
    keepMergedComment: (commit, text) => keepMergedComment(client, commit, text),
    keepIssue: (issue) => keepIssue(client, issue),
    lastApplied: (environment) => lastApplied(client, environment),
    recordApplied: (environment, applied) => recordApplied(client, environment, applied),
  };
}
