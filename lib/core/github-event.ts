/** What began this run. */
export interface GithubEvent {
  /** `pull_request`, `schedule`, …; empty outside GitHub. */
  readonly name: string;
  /** The commit that is meant: of a pull request its head, not the merge that was checked out; may be empty. */
  readonly headSha: string;
  /** Empty outside GitHub. */
  readonly runUrl: string;
  readonly pullRequest: PullRequest | null;
}

export interface PullRequest {
  readonly number: number;
  /** Its commits come from another repository, whose owner we do not know. */
  readonly fromFork: boolean;
}
