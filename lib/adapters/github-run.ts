import { context } from '@actions/github';
import type { GithubEvent, PullRequest } from '../core/github-event.ts';

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

/** The part of an event's payload that is read. */
interface Payload {
  /** Of a workflow that was started by hand: all that it declares. */
  readonly inputs?: Readonly<Record<string, unknown>> | null;
  readonly pull_request?: {
    readonly number: number;
    /** The repository of the head is null when the fork was deleted. */
    readonly head: { readonly sha: string; readonly repo: { readonly full_name: string } | null };
    readonly base: { readonly repo: { readonly full_name: string } };
  };
}

interface Begun {
  readonly payload: object;
  readonly eventName: string | undefined;
  readonly sha: string | undefined;
}

/** What began this run; nothing in particular outside GitHub. */
export function githubEvent(begun: Begun = context): GithubEvent {
  const payload: Payload = begun.payload;
  return {
    name: begun.eventName ?? '',
    headSha: payload.pull_request?.head.sha ?? begun.sha ?? '',
    runUrl: githubRun().url,
    pullRequest: pullRequestOf(payload),
  };
}

function pullRequestOf({ pull_request: pullRequest }: Payload): PullRequest | null {
  if (pullRequest === undefined) return null;
  const { number, head, base } = pullRequest;
  return { number, fromFork: head.repo?.full_name !== base.repo.full_name };
}

/** The names of the inputs that the workflow which began this run declares; none but of one that was started by hand. */
export function declaredInputs({ payload }: Pick<Begun, 'payload'> = context): string[] {
  return Object.keys((payload as Payload).inputs ?? {});
}
