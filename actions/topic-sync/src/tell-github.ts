import type { GithubEvent } from '../../../lib/core/github-event.ts';
import type { KeptThread, MarkedText } from '../../../lib/core/kept-thread.ts';
import { WorldFailure } from '../../../lib/core/world-failure.ts';
import { isDrifted } from './core/conclude.ts';
import { commentMarker, driftMarker } from './core/marker.ts';
import { type Origin, renderComment, renderNoPlan } from './core/comment.ts';
import type { Result } from './core/result.ts';
import type { TopicSyncInputs } from './core/inputs.ts';
import type { GithubThreads } from '../../../lib/adapters/github-threads.ts';
import { failureReasons } from './failure-reasons.ts';
import type { GithubPort } from './ports.ts';
import type { Outlet } from './publish.ts';

type Telling = Pick<TopicSyncInputs, 'environment' | 'github'>;

/**
 * A plan becomes the comment of its pull request, and after the merge what an apply made of it; a drift becomes the
 * issue of its environment.
 */
export async function tellGithub(
  result: Result,
  { environment, github: { token } }: Telling,
  { github, outlet }: { readonly github: GithubPort; readonly outlet: Outlet },
): Promise<void> {
  if (token === '') return;
  const { event } = github;
  if (result.command === 'plan' && event.pullRequest !== null) {
    const text = textOf(result, { event, environment, marker: commentMarker(environment) });
    tellComment(await github.open(token).keepComment(event.pullRequest.number, text), outlet);
  }
  if (result.command === 'apply') {
    const text = textOf(result, { event, environment, marker: commentMarker(environment) });
    tellComment(await keepOutcome(github.open(token), event, text), outlet);
  }
  if (result.command === 'drift' && isCertain(result)) {
    const text = textOf(result, { event, environment, marker: driftMarker(environment) });
    const title = environment === '' ? 'Kafka topics drift' : `Kafka topics drift: ${environment}`;
    const issue = { ...text, title, label: 'kafka-drift', isOpen: isDrifted(result) };
    tellIssue(await github.open(token).keepIssue(issue), outlet);
  }
}

/** The commit of a push tells the pull request that was merged as it. */
const keepOutcome = (
  threads: GithubThreads,
  { headSha }: GithubEvent,
  text: MarkedText,
): Promise<KeptThread> =>
  headSha === '' ? Promise.resolve({ kind: 'none' }) : threads.keepMergedComment(headSha, text);

/**
 * Without a plan (files with mistakes, a cluster that does not answer) the comment says so, instead of showing the plan of
 * an earlier commit.
 */
export async function tellNoPlan(
  failure: unknown,
  { command, environment, github: { token } }: Telling & Pick<TopicSyncInputs, 'command'>,
  { github, outlet }: { readonly github: GithubPort; readonly outlet: Outlet },
): Promise<void> {
  const { event } = github;
  const reasons = failureReasons(failure);
  if (token === '' || command !== 'plan' || event.pullRequest === null || reasons.length === 0) return;
  const marker = commentMarker(environment);
  const body = renderNoPlan(reasons, originOf({ event, environment, marker }));
  tellComment(await github.open(token).keepComment(event.pullRequest.number, { marker, body }), outlet);
}

interface Place {
  readonly event: GithubEvent;
  readonly environment: string;
  readonly marker: string;
}

const textOf = (result: Result, place: Place): MarkedText => ({
  marker: place.marker,
  body: renderComment(result, originOf(place)),
});

const originOf = ({ event: { headSha, runUrl }, environment, marker }: Place): Origin => ({
  ...{ marker, environment, headSha, runUrl },
});

// "No drift" is not known while a topic cannot be seen: the issue stays as it is.
const isCertain = (result: Result): boolean => isDrifted(result) || result.plan.unknown.length === 0;

/** Plan and outcomes are whole without their comment: in the summary, the log and the files. */
function tellComment(kept: KeptThread, outlet: Outlet): void {
  if (kept.kind === 'kept') {
    outlet.setOutput('comment-url', kept.url);
    outlet.info(`It is told in ${kept.url}`);
  } else if (kept.kind === 'refused') {
    outlet.warning(
      `It is not told on the pull request: ${kept.because}. It is in the job summary and in the files.`,
    );
  }
}

/** Nobody looks at the runs of a schedule: a drift that cannot be told must not look like none. */
function tellIssue(kept: KeptThread, outlet: Outlet): void {
  if (kept.kind === 'refused')
    throw new WorldFailure(`The issue that tells of the drift was not written: ${kept.because}`);
  if (kept.kind === 'kept') outlet.info(`The drift is told in ${kept.url}`);
}
