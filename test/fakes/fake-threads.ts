import type { GithubThreads } from '../../lib/adapters/github-threads.ts';
import type { AppliedCommit, AppliedFiles } from '../../lib/core/applied-commit.ts';
import type { KeptThread, MarkedIssue, MarkedText } from '../../lib/core/kept-thread.ts';

/** Records what a run wants to be told on GitHub. */
export class FakeThreads implements GithubThreads {
  readonly comments: (MarkedText & { readonly on: number })[] = [];
  readonly issues: MarkedIssue[] = [];
  refusal: string | undefined;
  /** Why what was applied last cannot be read. */
  unreadable: string | undefined;

  keepComment(on: number, text: MarkedText): Promise<KeptThread> {
    this.comments.push({ on, ...text });
    return this.#kept('https://github.test/comment');
  }

  /** By the commit that a pull request was merged as. */
  readonly merged = new Map<string, number>();

  keepMergedComment(commit: string, text: MarkedText): Promise<KeptThread> {
    const pullRequest = this.merged.get(commit);
    return pullRequest === undefined
      ? Promise.resolve({ kind: 'none' })
      : this.keepComment(pullRequest, text);
  }

  /** By environment. */
  readonly applied = new Map<string, AppliedFiles>();

  lastApplied(environment: string): Promise<AppliedCommit> {
    const applied = this.applied.get(environment);
    if (this.unreadable !== undefined) return Promise.resolve({ kind: 'unknown', because: this.unreadable });
    const none = { kind: 'none', because: `no apply to ${environment} is recorded` } as const;
    return Promise.resolve(applied === undefined ? none : { kind: 'known', ...applied });
  }

  recordApplied(environment: string, applied: AppliedFiles): Promise<KeptThread> {
    if (this.refusal === undefined) this.applied.set(environment, applied);
    return this.#kept('https://github.test/deployment');
  }

  keepIssue(issue: MarkedIssue): Promise<KeptThread> {
    this.issues.push(issue);
    return this.#kept('https://github.test/issue');
  }

  #kept(url: string): Promise<KeptThread> {
    const { refusal: because } = this;
    return Promise.resolve(because === undefined ? { kind: 'kept', url } : { kind: 'refused', because });
  }
}
