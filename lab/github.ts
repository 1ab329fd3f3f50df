import { answerArtifacts, type EmulatedArtifact } from './github-artifacts.ts';
import { answerDispatch, type EmulatedDispatch } from './github-dispatches.ts';
import { type EmulatedDeployment, EmulatedDeployments } from './github-deployments.ts';
import { type HttpAnswer, type HttpRequest, jsonAnswer, listenOnLoopback } from './loopback-server.ts';

/** Who calls, by its token. */
export interface GithubUser {
  readonly login: string;
  readonly mayWrite: boolean;
}

export interface EmulatedComment {
  readonly id: number;
  readonly issue: number;
  readonly user: { readonly login: string };
  body: string;
}

export interface EmulatedIssue {
  readonly number: number;
  readonly user: { readonly login: string };
  readonly pullRequest: boolean;
  labels: string[];
  title: string;
  body: string;
  state: string;
}

export interface EmulatedPullRequest {
  readonly number: number;
  readonly headSha?: string;
  /** The commits that it is found by. */
  readonly commits: readonly string[];
  /** The commit that its merge made; null while it is open. */
  readonly mergedAs: string | null;
}

/** What the next request that matches is answered instead. */
export interface GithubFault {
  /** `GET`, `POST`, …; any without it. */
  readonly method?: string;
  readonly status: number;
  readonly headers?: Readonly<Record<string, string>>;
  readonly message: string;
}

export const REPOSITORY = { owner: 'kafka-fleet', repo: 'kafka-fleet-example' } as const;
export const JOB_TOKEN = 'ghs_lab';
export const FORK_TOKEN = 'ghs_fork';
export const BOT = 'github-actions[bot]';

/** The part of GitHub's API that keeps comments and issues, in memory. */
export class EmulatedGithub implements AsyncDisposable {
  readonly users = new Map<string, GithubUser>([
    [JOB_TOKEN, { login: BOT, mayWrite: true }],
    [FORK_TOKEN, { login: BOT, mayWrite: false }],
  ]);
  readonly comments: EmulatedComment[] = [];
  readonly issues: EmulatedIssue[] = [];
  readonly pullRequests: EmulatedPullRequest[] = [];
  readonly artifacts: EmulatedArtifact[] = [];
  readonly #deployments = new EmulatedDeployments();
  readonly dispatches: EmulatedDispatch[] = [];
  readonly faults: GithubFault[] = [];
  /** `POST /repos/o/r/issues`, … in the order in which they came. */
  readonly requests: string[] = [];
  #server: (AsyncDisposable & { readonly url: string }) | undefined;
  #lastId = 0;

  static async start(): Promise<EmulatedGithub> {
    const github = new EmulatedGithub();
    github.#server = await listenOnLoopback((request) => github.#answer(request));
    return github;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#server?.[Symbol.asyncDispose]();
  }

  /** The newest first. */
  get deployments(): EmulatedDeployment[] {
    return this.#deployments.all;
  }

  get url(): string {
    return this.#server?.url ?? '';
  }

  addComment(issue: number, login: string, body: string): EmulatedComment {
    const comment = { id: this.#nextId(), issue, user: { login }, body };
    this.comments.push(comment);
    return comment;
  }

  addIssue(login: string, issue: Partial<EmulatedIssue>): EmulatedIssue {
    const added = {
      ...{ number: this.#nextId(), user: { login }, pullRequest: false, labels: [] },
      ...{ title: '', body: '', state: 'open', ...issue },
    };
    this.issues.push(added);
    return added;
  }

  #nextId(): number {
    this.#lastId += 1;
    return this.#lastId;
  }

  #answer(request: HttpRequest): HttpAnswer {
    this.requests.push(`${request.method} ${request.url.pathname}`);
    const fault = this.faults.findIndex((each) => (each.method ?? request.method) === request.method);
    const [struck] = fault === -1 ? [] : this.faults.splice(fault, 1);
    if (struck === undefined) return this.#answerUser(request);
    return { ...refuse(struck.status, struck.message), headers: struck.headers ?? {} };
  }

  #answerUser(request: HttpRequest): HttpAnswer {
    const { method, url, headers } = request;
    const user = this.users.get((headers.authorization ?? '').replace(/^(token|bearer) /i, ''));
    if (user === undefined) return refuse(401, 'Bad credentials');
    if (url.pathname === '/graphql') return jsonAnswer(200, { data: { viewer: { login: user.login } } });
    if (method !== 'GET' && !user.mayWrite) return refuse(403, 'Resource not accessible by integration');
    return (
      answerDispatch(request, this.dispatches) ??
      answerArtifacts(request, this.artifacts) ??
      this.#route(request, user)
    );
  }

  #route(request: HttpRequest, { login }: GithubUser): HttpAnswer {
    const prefix = `/repos/${REPOSITORY.owner}/${REPOSITORY.repo}/`;
    const call = `${request.method} ${request.url.pathname.replace(prefix, '')}`.replace(/\d+/, 'N');
    const [, commit] =
      /^GET commits\/(\w+)\/pulls$/.exec(`${request.method} ${request.url.pathname.replace(prefix, '')}`) ??
      [];
    if (commit !== undefined) return paged(request, this.#pullRequestsWith(commit));
    const number = Number(/\d+/.exec(request.url.pathname)?.[0] ?? '0');
    const sent = (request.body === '' ? {} : JSON.parse(request.body)) as Partial<EmulatedIssue>;
    switch (call) {
      case 'GET issues/N/comments':
        return paged(request, this.comments.filter(({ issue }) => issue === number).map(commentJson));
      case 'POST issues/N/comments':
        return jsonAnswer(201, commentJson(this.addComment(number, login, sent.body ?? '')));
      case 'PATCH issues/comments/N':
        return changed(
          this.comments.find(({ id }) => id === number),
          sent,
          commentJson,
        );
      case 'DELETE issues/comments/N':
        this.comments.splice(
          this.comments.findIndex(({ id }) => id === number),
          1,
        );
        return { status: 204, contentType: 'application/json', body: '' };
      case 'GET issues':
        return paged(request, this.#listIssues(request.url.searchParams).map(issueJson));
      case 'POST issues':
        return jsonAnswer(201, issueJson(this.addIssue(login, sent)));
      case 'PATCH issues/N':
        return changed(
          this.issues.find((issue) => issue.number === number),
          sent,
          issueJson,
        );
      default:
        return this.#deployments.answer(call, number, request);
    }
  }

  #pullRequestsWith(commit: string): object[] {
    return this.pullRequests
      .filter(({ commits }) => commits.includes(commit))
      .map(({ number, mergedAs, headSha = '' }) => ({
        ...{ number, merge_commit_sha: mergedAs, head: { sha: headSha } },
        merged_at: mergedAs === null ? null : '2026-01-01T00:00:00Z',
      }));
  }

  #listIssues(query: URLSearchParams): EmulatedIssue[] {
    const state = query.get('state') ?? 'open';
    const label = query.get('labels');
    return this.issues
      .filter((issue) => state === 'all' || issue.state === state)
      .filter(({ labels }) => label === null || labels.includes(label))
      .toReversed();
  }
}

const refuse = (status: number, message: string): HttpAnswer => jsonAnswer(status, { message });

function changed<T extends object>(
  found: T | undefined,
  sent: Partial<T & EmulatedIssue>,
  render: (thread: T) => object,
): HttpAnswer {
  if (found === undefined) return refuse(404, 'Not Found');
  Object.assign(found, sent);
  return jsonAnswer(200, render(found));
}

const WEB = `https://github.test/${REPOSITORY.owner}/${REPOSITORY.repo}`;

const commentJson = ({ issue, ...comment }: EmulatedComment): object => ({
  ...comment,
  html_url: `${WEB}/pull/${String(issue)}#issuecomment-${String(comment.id)}`,
});

const issueJson = ({ pullRequest, labels, ...issue }: EmulatedIssue): object => ({
  ...issue,
  ...(pullRequest ? { pull_request: {} } : {}),
  labels: labels.map((name) => ({ name })),
  html_url: `${WEB}/issues/${String(issue.number)}`,
});

/** One page, and the address of the next one as GitHub gives it. */
function paged({ url, headers }: HttpRequest, all: readonly object[]): HttpAnswer {
  const size = Number(url.searchParams.get('per_page') ?? '30');
  const page = Number(url.searchParams.get('page') ?? '1');
  const next = new URL(`${url.pathname}${url.search}`, `http://${headers.host ?? ''}`);
  next.searchParams.set('page', String(page + 1));
  const answer = jsonAnswer(200, all.slice((page - 1) * size, page * size));
  return page * size >= all.length ? answer : { ...answer, headers: { link: `<${next.href}>; rel="next"` } };
}
