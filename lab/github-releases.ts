import { createHash } from 'node:crypto';
import { bodyFault, type BodyShape, invalid, refuse } from './github-body.ts';
import { type HttpAnswer, type HttpRequest, jsonAnswer } from './loopback-server.ts';

export interface EmulatedAsset {
  readonly id: number;
  readonly name: string;
  readonly content: string;
}

export interface EmulatedRelease {
  readonly id: number;
  tag_name: string;
  name: string;
  body: string;
  draft: boolean;
  prerelease: boolean;
  immutable: boolean;
  assets: EmulatedAsset[];
}

interface Sent {
  readonly tag_name?: string;
  readonly name?: string;
  readonly body?: string;
  readonly draft?: boolean;
  readonly prerelease?: boolean;
  readonly make_latest?: string;
}

const SHAPE: BodyShape = {
  ...{ tag_name: 'string', target_commitish: 'string', name: 'string', body: 'string' },
  ...{ draft: 'boolean', prerelease: 'boolean', make_latest: 'string', generate_release_notes: 'boolean' },
};

/** GitHub's hosts, where `github.localhost` is what gh calls it. */
const API = 'http://api.github.localhost';
const UPLOADS = 'http://uploads.github.localhost';

/** The part of GitHub's API that keeps releases and what hangs on them, in memory. */
export class EmulatedReleases {
  /** The newest first. */
  readonly all: EmulatedRelease[] = [];
  /** The repository's setting: what is published from now on cannot be changed. */
  immutable = true;
  /** The tag of the release that is shown as the latest. */
  latest: string | undefined;
  readonly #repository: string;
  readonly #hasTag: (tag: string) => boolean;
  #lastId = 0;

  /** Of a repository `owner/name`, in which only a tag that is there can be published. */
  constructor(repository: string, hasTag: (tag: string) => boolean) {
    this.#repository = repository;
    this.#hasTag = hasTag;
  }

  /** Adds a release that is as if it had been made long ago. */
  add(release: Partial<EmulatedRelease>): EmulatedRelease {
    const added = { ...this.#blank(), ...release };
    this.all.unshift(added);
    return added;
  }

  find(tag: string, draft: boolean): EmulatedRelease | undefined {
    return this.all.find((each) => each.tag_name === tag && each.draft === draft);
  }

  /** A tag of a release that cannot be changed cannot be either. */
  isLocked(tag: string): boolean {
    return this.all.some((each) => each.tag_name === tag && each.immutable);
  }

  /** Of a call `releases…`, in which `N` stands for the number. */
  answer(call: string, number: number, { body, url }: HttpRequest): HttpAnswer {
    const found = this.all.find(({ id }) => id === number);
    switch (call) {
      case 'GET releases':
        return this.#page(url);
      case 'POST releases':
        return this.#create(body);
      case 'GET releases/N':
        return this.#shown(found);
      case 'PATCH releases/N':
        return this.#change(found, body);
      case 'POST releases/N/assets':
        return this.#upload(found, url.searchParams.get('name') ?? '', body);
      case 'DELETE releases/assets/N':
        return this.#remove(number);
      default:
        return this.#shown(this.find(/^GET releases\/tags\/(.+)$/.exec(call)?.[1] ?? '', false));
    }
  }

  #page(url: URL): HttpAnswer {
    const size = Number(url.searchParams.get('per_page') ?? '30');
    const page = Number(url.searchParams.get('page') ?? '1');
    const shown = this.all.slice((page - 1) * size, page * size).map((each) => this.#json(each));
    const answer = jsonAnswer(200, shown);
    if (page * size >= this.all.length) return answer;
    const next = `${API}${url.pathname}?per_page=${String(size)}&page=${String(page + 1)}`;
    return { ...answer, headers: { link: `<${next}>; rel="next"` } };
  }

  #create(body: string): HttpAnswer {
    const sent = JSON.parse(body) as Sent;
    const { make_latest: latest, ...rest } = sent;
    const made = { ...this.#blank(), ...rest };
    const fault =
      bodyFault(sent, { ...SHAPE, tag_name: 'string!' }) ?? latestFault(made, latest) ?? this.#faultOf(made);
    if (fault !== undefined) return fault;
    const added = this.add(made);
    this.#settle(added, { wasDraft: true, latest });
    return this.#shown(added, 201);
  }

  #change(release: EmulatedRelease | undefined, body: string): HttpAnswer {
    if (release === undefined) return refuse(404, 'Not Found');
    const sent = JSON.parse(body) as Sent;
    const { make_latest: latest, ...rest } = sent;
    const made = { ...release, ...rest };
    // Its name and its notes can be changed all the same.
    const moved = made.tag_name !== release.tag_name || made.draft;
    if (release.immutable && moved) return refuse(422, 'Cannot update an immutable release');
    const fault = bodyFault(sent, SHAPE) ?? latestFault(made, latest) ?? this.#faultOf(made);
    if (fault !== undefined) return fault;
    const wasDraft = release.draft;
    this.#settle(Object.assign(release, rest), { wasDraft, latest });
    return this.#shown(release);
  }

  /** Why a release cannot be published like that. */
  #faultOf({ id, tag_name: tag, draft }: EmulatedRelease): HttpAnswer | undefined {
    if (draft) return undefined;
    const other = this.find(tag, false);
    if (other !== undefined && other.id !== id)
      return invalid('Release', { code: 'already_exists', field: 'tag_name' });
    if (!this.#hasTag(tag))
      return invalid('Release', { code: 'custom', message: 'Published releases must have a valid tag' });
    return undefined;
  }

  /** The setting counts when a release is published, and not for those that are. */
  #settle(release: EmulatedRelease, { wasDraft, latest }: { wasDraft: boolean; latest: string | undefined }) {
    if (wasDraft && !release.draft) release.immutable = this.immutable;
    if (latest === 'true') this.latest = release.tag_name;
  }

  #upload(release: EmulatedRelease | undefined, name: string, content: string): HttpAnswer {
    if (release === undefined) return refuse(404, 'Not Found');
    if (release.immutable) return refuse(422, 'Cannot upload assets to an immutable release.');
    if (release.assets.some((asset) => asset.name === name))
      return invalid('ReleaseAsset', { code: 'already_exists', field: 'name' });
    const asset = { id: this.#nextId(), name, content };
    release.assets.push(asset);
    return jsonAnswer(201, this.#assetJson(asset));
  }

  #remove(number: number): HttpAnswer {
    const release = this.all.find(({ assets }) => assets.some(({ id }) => id === number));
    if (release === undefined) return refuse(404, 'Not Found');
    if (release.immutable) return refuse(422, 'Cannot delete asset from an immutable release');
    release.assets = release.assets.filter(({ id }) => id !== number);
    return { status: 204, contentType: 'application/json', body: '' };
  }

  #shown(release: EmulatedRelease | undefined, status = 200): HttpAnswer {
    return release === undefined ? refuse(404, 'Not Found') : jsonAnswer(status, this.#json(release));
  }

  #json(release: EmulatedRelease): object {
    const path = `/repos/${this.#repository}/releases/${String(release.id)}`;
    return {
      ...release,
      ...{ url: `${API}${path}`, upload_url: `${UPLOADS}${path}/assets{?name,label}` },
      html_url: `http://github.localhost/${this.#repository}/releases/tag/${release.tag_name}`,
      assets: release.assets.map((asset) => this.#assetJson(asset)),
    };
  }

  #assetJson({ id, name, content }: EmulatedAsset): object {
    const digest = `sha256:${createHash('sha256').update(content).digest('hex')}`;
    const url = `${API}/repos/${this.#repository}/releases/assets/${String(id)}`;
    return { id, name, url, digest, size: Buffer.byteLength(content), state: 'uploaded' };
  }

  #blank(): EmulatedRelease {
    return {
      ...{ id: this.#nextId(), tag_name: '', name: '', body: '', draft: false, prerelease: false },
      ...{ immutable: false, assets: [] },
    };
  }

  #nextId(): number {
    this.#lastId += 1;
    return this.#lastId;
  }
}

/** Drafts are refused as the latest when they are changed; the documentation has it so of new ones, too. */
function latestFault({ draft, prerelease }: EmulatedRelease, latest = 'legacy'): HttpAnswer | undefined {
  if (!['true', 'false', 'legacy'].includes(latest))
    return refuse(422, `Invalid request.\n\n${latest} is not a possible value.`);
  return latest === 'true' && (draft || prerelease)
    ? invalid('Release', { code: 'custom', message: 'Latest release cannot be draft or prerelease.' })
    : undefined;
}
