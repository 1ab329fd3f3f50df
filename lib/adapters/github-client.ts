import { getOctokit } from '@actions/github';
import type { KeptThread } from '../core/kept-thread.ts';

type Octokit = ReturnType<typeof getOctokit>;

export interface GithubAccess {
  readonly token: string;
  /** `https://api.github.com`, or that of a GitHub Enterprise Server. */
  readonly apiUrl: string;
  readonly repository: { readonly owner: string; readonly repo: string };
  readonly clock: Clock;
}

interface Clock {
  now(): number;
  sleep(milliseconds: number): Promise<void>;
}

export interface GithubClient {
  readonly octokit: Octokit;
  readonly repository: GithubAccess['repository'];
  /** Whom GitHub names as the author of what we write. */
  self(): Promise<string>;
}

const ANSWER_WITHIN_MS = 20_000;
const MOST_TRIES = 4;
/** All waits of one request; who is told to wait longer gives up. */
const MOST_WAIT_MS = 180_000;
/** What GitHub asks for where it does not say how long. */
const RATE_LIMIT_WAIT_MS = 60_000;
const SERVER_WAIT_MS = 1_000;

/** Calls GitHub, and waits as long as GitHub asks to (its primary and secondary rate limits). */
export function githubClient({ token, apiUrl, repository, clock }: GithubAccess): GithubClient {
  const octokit = getOctokit(token, { baseUrl: apiUrl });
  octokit.hook.wrap('request', async (send, options) => {
    let waited = 0;
    for (let tries = 1; ; tries += 1) {
      const signal = AbortSignal.timeout(ANSWER_WITHIN_MS);
      try {
        return await send({ ...options, request: { ...options.request, signal } });
      } catch (error) {
        const wait = waitAfter(error, options.method, clock.now());
        if (wait === undefined || tries === MOST_TRIES || waited + wait > MOST_WAIT_MS) throw error;
        waited += wait;
        await clock.sleep(wait);
      }
    }
  });
  return { octokit, repository, self: () => selfOf(octokit) };
}

/** `GET /user` is closed to the token of a job; this is not. */
async function selfOf(octokit: Octokit): Promise<string> {
  const { viewer } = await octokit.graphql<{ viewer: { login: string } }>('query { viewer { login } }');
  return viewer.login;
}

interface Refusal {
  readonly status: number;
  readonly message: string;
  readonly response?: { readonly headers: Readonly<Record<string, string | number | undefined>> };
}

const isRefusal = (error: unknown): error is Error & Refusal =>
  error instanceof Error && 'status' in error && typeof error.status === 'number';

/** GraphQL refuses with status 200. */
const isGraphqlRefusal = (error: unknown): error is Error =>
  error instanceof Error && error.name === 'GraphqlResponseError';

/** Milliseconds; undefined where trying again would not help, or could do a thing twice. */
function waitAfter(error: unknown, method: string, now: number): number | undefined {
  if (!isRefusal(error)) return undefined;
  const wait = limitWait(error, now);
  if (wait !== undefined) return wait;
  return error.status >= 500 && method !== 'POST' ? SERVER_WAIT_MS : undefined;
}

/** https://docs.github.com/en/rest/using-the-rest-api/rate-limits-for-the-rest-api#exceeding-the-rate-limit */
function limitWait({ status, response }: Refusal, now: number): number | undefined {
  if (status !== 403 && status !== 429) return undefined;
  const header = (name: string): string => String(response?.headers[name] ?? '');
  const seconds = Number.parseInt(header('retry-after'), 10);
  if (!Number.isNaN(seconds)) return seconds * 1_000;
  if (header('x-ratelimit-remaining') !== '0') return status === 429 ? RATE_LIMIT_WAIT_MS : undefined;
  const reset = Number.parseInt(header('x-ratelimit-reset'), 10) * 1_000;
  return Number.isNaN(reset) ? RATE_LIMIT_WAIT_MS : Math.max(0, reset - now);
}

/** Asks something of GitHub; its refusal becomes a value, because a plan is good without a comment, too. */
export async function unlessRefused<T>(
  permission: string,
  keep: () => Promise<T>,
): Promise<T | Extract<KeptThread, { kind: 'refused' }>> {
  try {
    return await keep();
  } catch (error) {
    if (isRefusal(error)) return { kind: 'refused', because: refusalOf(error, permission) };
    if (isGraphqlRefusal(error)) return { kind: 'refused', because: `GitHub says: ${error.message}` };
    throw error;
  }
}

function refusalOf(refusal: Refusal, permission: string): string {
  const said = `GitHub says ${String(refusal.status)}: ${refusal.message}`;
  switch (refusal.status) {
    case 401:
      return `github-token is not valid (${said})`;
    case 403:
    case 404:
      return limitWait(refusal, 0) === undefined
        ? `github-token may not write it: the job needs the permission ${permission}, which pull requests from forks never get (${said})`
        : `the rate limit of GitHub is used up (${said})`;
    default:
      return said;
  }
}
