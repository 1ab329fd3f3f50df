import type { GithubEvent } from '../../../../lib/core/github-event.ts';
import type { Problem } from '../../../../lib/core/problem.ts';
import type { Command } from './result.ts';

/** Why this action does not run on such an event. */
export const refusedEvent = ({ name }: GithubEvent): Problem[] =>
  name === 'pull_request_target' ? [UNSAFE_EVENT] : [];

const UNSAFE_EVENT: Problem = {
  where: 'the event of the workflow',
  what: 'pull_request_target runs with the secrets and the token of the base branch on files that a fork may have written',
  fix: 'Use `on: pull_request`: a fork then gets its files checked, and no access to the cluster.',
};

/** What was not merged is never made: the files of a pull request, and those of its environment, are its author's. */
export const refusedCommand = ({ pullRequest }: GithubEvent, command: Command): Problem[] =>
  writes(command) && pullRequest !== null ? [unmerged(command)] : [];

/** Whether a command changes something in the cluster. */
export const writes = (command: string | undefined): boolean => command === 'apply' || command === 'verify';

const unmerged = (command: Command): Problem => ({
  where: 'input command',
  what: `${command} does not run on the event of a pull request, whose files nobody may have reviewed`,
  fix: `Plan there, and ${command} on the push that merges it.`,
});

/**
 * A fork's pull request without an OIDC token cannot log in to a cluster, and is not to: its files are checked and
 * that is all.
 */
export const getsLintOnly = ({ pullRequest }: GithubEvent, hasToken: boolean): boolean =>
  pullRequest?.fromFork === true && !hasToken;
