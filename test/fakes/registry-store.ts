import { randomUUID } from 'node:crypto';
import type { IncomingHttpHeaders } from 'node:http';
import { errorReply, type Reply } from './registry-reply.ts';
import { parseDocument, referrersOf, refusalOf, type Repository, sha256 } from './registry-repository.ts';

export interface Request {
  readonly method: string;
  readonly url: URL;
  readonly body: Buffer;
  readonly headers: IncomingHttpHeaders;
}

export interface RegistrySettings {
  /** False: a repository has to be made before, as at Amazon ECR. */
  readonly createsOnPush: boolean;
  /** Tags never move, but for those that fit one of these: `*` stands for anything, as in Amazon ECR's exclusion filters. */
  readonly immutableExcept: readonly string[] | undefined;
  /** How it says so. */
  readonly immutableReply: Reply;
  readonly listsReferrers: boolean;
  /** How many referrers it lists on one page. */
  readonly pageSize: number;
  readonly mounts: boolean;
}

const IMMUTABLE = errorReply(400, 'TAG_INVALID', 'The image tag already exists and cannot be overwritten.');

/** What a registry keeps, and what it answers; it refuses a manifest whose blobs or children it has not. */
export class RegistryStore {
  readonly repositories = new Map<string, Repository>();
  readonly #settings: RegistrySettings;
  readonly #uploads = new Map<string, Buffer>();

  constructor(settings: Partial<RegistrySettings>) {
    this.#settings = {
      createsOnPush: true,
      immutableExcept: undefined,
      immutableReply: IMMUTABLE,
      listsReferrers: true,
      pageSize: 100,
      mounts: true,
      ...settings,
    };
  }

  repository(name: string): Repository {
    const made = { blobs: new Map(), manifests: new Map(), tags: new Map() };
    const repository = this.repositories.get(name) ?? made;
    this.repositories.set(name, repository);
    return repository;
  }

  handle(request: Request): Reply {
    const { pathname } = request.url;
    const path = /^\/v2\/(.+?)\/(blobs\/uploads|blobs|manifests|referrers|tags)\/(.*)$/.exec(pathname);
    if (path === null) return { status: 404 };
    const [name, kind, rest] = path.slice(1) as [string, Kind, string];
    const isPush = request.method !== 'GET' && request.method !== 'HEAD';
    if (!this.repositories.has(name) && !(isPush && this.#settings.createsOnPush))
      return errorReply(404, 'NAME_UNKNOWN', 'repository name not known to registry');
    const at = { request, name, repository: this.repository(name), rest };
    if (isPush) return kind === 'manifests' ? this.#putManifest(at) : this.#upload(at);
    return this.#read(kind, at);
  }

  #read(kind: Kind, at: At): Reply {
    switch (kind) {
      case 'blobs/uploads':
        return { status: 405 };
      case 'blobs':
        return blobReply(at);
      case 'manifests':
        return manifestReply(at);
      case 'referrers':
        return this.#referrers(at);
      case 'tags':
        return this.#tags(at);
    }
  }

  #begin({ request, name, repository }: At): Reply {
    const { searchParams } = request.url;
    const digest = searchParams.get('mount') ?? '';
    const mounted = this.repositories.get(searchParams.get('from') ?? '')?.blobs.get(digest);
    if (mounted === undefined || !this.#settings.mounts) return this.#accept(name, randomUUID());
    repository.blobs.set(digest, mounted);
    return { status: 201, headers: { location: `/v2/${name}/blobs/${digest}` } };
  }

  #upload(at: At): Reply {
    if (at.request.method === 'POST') return this.#begin(at);
    const { request, name, repository, rest } = at;
    const digest = request.url.searchParams.get('digest') ?? '';
    const bytes = Buffer.concat([this.#uploads.get(rest) ?? Buffer.alloc(0), request.body]);
    this.#uploads.set(rest, bytes);
    if (request.method === 'PATCH') return this.#accept(name, rest);
    if (sha256(bytes) !== digest)
      return errorReply(400, 'DIGEST_INVALID', 'digest did not match the content');
    repository.blobs.set(digest, bytes);
    return { status: 201, headers: { location: `/v2/${name}/blobs/${digest}` } };
  }

  #accept(name: string, upload: string): Reply {
    return { status: 202, headers: { location: `/v2/${name}/blobs/uploads/${upload}?_state=${upload}` } };
  }

  #putManifest({ request, repository, rest }: At): Reply {
    const { body } = request;
    const digest = sha256(body);
    const refused = refusalOf({ body, reference: rest }, repository);
    if (refused !== undefined) return refused;
    if (!rest.startsWith('sha256:')) {
      if (this.#isFixed(repository, rest)) return this.#settings.immutableReply;
      repository.tags.set(rest, digest);
    }
    repository.manifests.set(digest, { mediaType: String(request.headers['content-type']), bytes: body });
    const subject = this.#settings.listsReferrers ? parseDocument(body)?.subject?.digest : undefined;
    const headers = { 'docker-content-digest': digest, ...(subject && { 'oci-subject': subject }) };
    return { status: 201, headers };
  }

  /** Amazon ECR refuses to write an immutable tag that exists, whatever digest it has. */
  #isFixed(repository: Repository, tag: string): boolean {
    const { immutableExcept } = this.#settings;
    return immutableExcept !== undefined && repository.tags.has(tag) && !immutableExcept.some(fits(tag));
  }

  #tags({ request, name, repository }: At): Reply {
    const tags = [...repository.tags.keys()];
    const from = Number(request.url.searchParams.get('from') ?? 0);
    const next = from + this.#settings.pageSize;
    const link = { link: `</v2/${name}/tags/list?from=${String(next)}>; rel="next"` };
    return {
      status: 200,
      headers: { 'content-type': 'application/json', ...(next < tags.length && link) },
      body: JSON.stringify({ name, tags: tags.slice(from, next) }),
    };
  }

  #referrers({ request, name, repository, rest }: At): Reply {
    if (!this.#settings.listsReferrers) return { status: 404, body: 'page not found' };
    const all = referrersOf(rest, repository);
    const from = Number(request.url.searchParams.get('from') ?? 0);
    const next = from + this.#settings.pageSize;
    const link = { link: `</v2/${name}/referrers/${rest}?from=${String(next)}>; rel="next"` };
    const mediaType = 'application/vnd.oci.image.index.v1+json';
    return {
      status: 200,
      headers: { 'content-type': mediaType, ...(next < all.length && link) },
      body: JSON.stringify({ schemaVersion: 2, mediaType, manifests: all.slice(from, next) }),
    };
  }
}

type Kind = 'blobs/uploads' | 'blobs' | 'manifests' | 'referrers' | 'tags';

interface At {
  readonly request: Request;
  readonly name: string;
  readonly repository: Repository;
  /** A digest, a tag, or the name of an upload. */
  readonly rest: string;
}

const fits =
  (tag: string) =>
  (filter: string): boolean =>
    new RegExp(`^${filter.replaceAll('.', String.raw`\.`).replaceAll('*', '.*')}$`).test(tag);

function blobReply({ repository, rest }: At): Reply {
  const bytes = repository.blobs.get(rest);
  if (bytes === undefined) return errorReply(404, 'BLOB_UNKNOWN', 'blob unknown to registry');
  return { status: 200, headers: { 'docker-content-digest': rest }, body: bytes };
}

function manifestReply({ repository, rest }: At): Reply {
  const digest = rest.startsWith('sha256:') ? rest : repository.tags.get(rest);
  const stored = repository.manifests.get(digest ?? '');
  if (stored === undefined) return errorReply(404, 'MANIFEST_UNKNOWN', 'manifest unknown');
  const headers = { 'content-type': stored.mediaType, 'docker-content-digest': digest ?? '' };
  return { status: 200, headers, body: stored.bytes };
}
