import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import { JOB_TOKEN } from './github.ts';
import { refuse } from './github-body.ts';
import { EmulatedRefs } from './github-refs.ts';
import { EmulatedReleases } from './github-releases.ts';
import { type HttpAnswer, type HttpRequest, jsonAnswer, listenOnSocket } from './loopback-server.ts';

/** What is served. */
export interface ReleaseGithubOrder {
  /** `owner/name`. */
  readonly name: string;
  /** A bare repository on the disk. */
  readonly origin: string;
  /** The keys that GitHub knows, as ssh's allowed signers. */
  readonly allowedSigners: string;
  /** A folder of its own for the socket, and what gh is told. */
  readonly folder: string;
}

/** What requests are answered instead, so often. */
export interface ReleaseFault {
  /** `POST` */
  readonly method: string;
  /** How the path ends, with what is asked behind `?`. */
  readonly ends: string;
  readonly status: number;
  times: number;
}

/** An administrator's; a job has `JOB_TOKEN`. */
export const ADMIN_TOKEN = 'gho_administrator';

interface Query {
  readonly query: string;
  readonly variables: Readonly<Record<string, string>>;
}

/** The part of GitHub that releases need, for `gh` itself: it speaks plain HTTP over a socket to `github.localhost`. */
export class ReleaseGithub implements AsyncDisposable {
  readonly releases: EmulatedReleases;
  readonly refs: EmulatedRefs;
  readonly faults: ReleaseFault[] = [];
  /** `POST releases`, … in the order in which they came. */
  readonly requests: string[] = [];
  /** What tells gh to ask here, beside a token. */
  readonly env: Readonly<Record<string, string>>;
  readonly #order: ReleaseGithubOrder;
  #server: AsyncDisposable | undefined;

  private constructor(order: ReleaseGithubOrder) {
    this.#order = order;
    this.refs = new EmulatedRefs(order.origin, order.allowedSigners);
    this.releases = new EmulatedReleases(
      order.name,
      (tag) => this.refs.objectOf(`refs/tags/${tag}`) !== undefined,
    );
    this.env = { GH_HOST: 'github.localhost', GH_CONFIG_DIR: order.folder };
  }

  static async start(order: ReleaseGithubOrder): Promise<ReleaseGithub> {
    const github = new ReleaseGithub(order);
    const socket = path.join(order.folder, 'socket');
    await writeFile(path.join(order.folder, 'config.yml'), `version: "1"\nhttp_unix_socket: ${socket}\n`);
    github.#server = await listenOnSocket((request) => github.#answer(request), socket);
    return github;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#server?.[Symbol.asyncDispose]();
  }

  #answer(request: HttpRequest): HttpAnswer {
    const { method, url, headers } = request;
    const token = /^token (.+)$/.exec(headers.authorization ?? '')?.[1];
    if (token !== JOB_TOKEN && token !== ADMIN_TOKEN) return refuse(401, 'Bad credentials');
    if (url.pathname === '/graphql') return this.#query(JSON.parse(request.body) as Query);
    const prefix = `/repos/${this.#order.name}/`;
    if (!url.pathname.startsWith(prefix)) return refuse(404, 'Not Found');
    const called = decodeURIComponent(url.pathname.slice(prefix.length));
    this.requests.push(`${method} ${called}`);
    const fault = this.faults.find((each) => isMeant(each, request) && each.times > 0);
    if (fault === undefined) return this.#route(request, called, token);
    fault.times -= 1;
    return refuse(fault.status, 'As the test wants it');
  }

  #route(request: HttpRequest, called: string, token: string): HttpAnswer {
    if (called === 'immutable-releases') return this.#setting(token);
    if (called.startsWith('git/'))
      return this.refs.answer(`${request.method} ${called}`, request.body, (tag) =>
        this.releases.isLocked(tag),
      );
    const uploads = request.headers.host?.startsWith('uploads.') === true;
    if (uploads !== /^releases\/\d+\/assets$/.test(called)) return refuse(404, 'Not Found');
    const tagged = called.startsWith('releases/tags/');
    const call = `${request.method} ${tagged ? called : called.replace(/\d+/, 'N')}`;
    return this.releases.answer(call, Number(/\d+/.exec(called)?.[0] ?? '0'), request);
  }

  /** Only an administrator is told, and only where it is switched on. */
  #setting(token: string): HttpAnswer {
    if (token !== ADMIN_TOKEN) return refuse(403, 'Resource not accessible by integration');
    if (!this.releases.immutable) return refuse(404, 'Not Found');
    return jsonAnswer(200, { enabled: true, enforced_by_owner: false });
  }

  /** The two questions that gh asks in GraphQL: whether there is a tag, and which draft is meant for one. */
  #query({ query, variables: { owner, name, tagName = '' } }: Query): HttpAnswer {
    if (`${String(owner)}/${String(name)}` !== this.#order.name) return refuse(404, 'Not Found');
    const [, asked] = /^query (\w+)\(/.exec(query) ?? [];
    switch (asked ?? '') {
      case 'RepositoryFindRef':
        return told({ ref: this.refs.objectOf(tagName) === undefined ? null : { id: tagName } });
      case 'RepositoryReleaseByTag':
        return told({ release: this.#released(tagName) });
      default:
        return jsonAnswer(200, { errors: [{ message: `nobody knows how to answer ${query}` }] });
    }
  }

  /** A draft before what is published. */
  #released(tag: string): object | null {
    const found = this.releases.find(tag, true) ?? this.releases.find(tag, false);
    return found === undefined ? null : { databaseId: found.id, isDraft: found.draft };
  }
}

const told = (repository: object): HttpAnswer => jsonAnswer(200, { data: { repository } });

const isMeant = (fault: ReleaseFault, { method, url }: HttpRequest): boolean =>
  fault.method === method && `${url.pathname}${url.search}`.endsWith(fault.ends);
