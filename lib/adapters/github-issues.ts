import type { KeptThread, MarkedIssue } from '../core/kept-thread.ts';
import { type GithubClient, unlessRefused } from './github-client.ts';
import { isSameText, withMarkerOf } from './marked-threads.ts';

/** Keeps one issue with this marker: makes it, updates it in place, closes it, opens it again when it is needed again. */
export const keepIssue = (client: GithubClient, issue: MarkedIssue): Promise<KeptThread> =>
  unlessRefused('issues: write', async () => {
    const [first, ...others] = await ownIssues(client, issue, { state: 'open' });
    // Two runs at once may both have found none.
    for (const other of others) await close(client, other);
    const kept = first ?? (issue.isOpen ? await lastClosed(client, issue) : undefined);
    if (kept !== undefined) return update(client, kept, issue);
    return issue.isOpen ? create(client, issue) : { kind: 'none' };
  });

interface OwnIssue {
  readonly number: number;
  readonly title: string;
  readonly state: string;
  readonly body?: string | null | undefined;
  readonly html_url: string;
}

/** The newest first. */
async function ownIssues(
  client: GithubClient,
  text: MarkedIssue,
  which: { readonly state: 'open' } | { readonly state: 'closed'; readonly labels: string },
): Promise<OwnIssue[]> {
  const { octokit, repository } = client;
  const of = { ...repository, ...which, per_page: 100 };
  const found = await octokit.paginate(octokit.rest.issues.listForRepo, of);
  // GitHub lists pull requests as issues.
  return withMarkerOf(
    client,
    text,
    found.filter((issue) => issue.pull_request === undefined),
  );
}

// There may be very many closed issues: only those with the label are looked through.
const lastClosed = async (client: GithubClient, issue: MarkedIssue): Promise<OwnIssue | undefined> =>
  (await ownIssues(client, issue, { state: 'closed', labels: issue.label }))[0];

const stateOf = ({ isOpen }: MarkedIssue): 'open' | 'closed' => (isOpen ? 'open' : 'closed');

async function update(client: GithubClient, found: OwnIssue, issue: MarkedIssue): Promise<KeptThread> {
  const { title, body } = issue;
  const state = stateOf(issue);
  const isSame = found.title === title && found.state === state && isSameText(found.body, body);
  if (!isSame) {
    const { octokit, repository } = client;
    await octokit.rest.issues.update({ ...repository, issue_number: found.number, title, body, state });
  }
  return { kind: 'kept', url: found.html_url };
}

async function close({ octokit, repository }: GithubClient, { number }: OwnIssue): Promise<void> {
  await octokit.rest.issues.update({ ...repository, issue_number: number, state: 'closed' });
}

async function create(
  { octokit, repository }: GithubClient,
  { title, body, label }: MarkedIssue,
): Promise<KeptThread> {
  const { data } = await octokit.rest.issues.create({ ...repository, title, body, labels: [label] });
  return { kind: 'kept', url: data.html_url };
}
