import { type Digest, hexOf, parseTag, type RepositoryName, type Tag } from '../../core/image-reference.ts';
import { parseJsonObject } from '../../core/json-object.ts';
import { type Descriptor, parseDescriptor } from '../../core/oci-descriptor.ts';
import { MANIFEST_BYTES, OCI_INDEX, parseManifest } from '../../core/oci-manifest.ts';
import { RegistryFailure } from '../../core/registry-failure.ts';
import { type Manifests, sha256 } from './manifests.ts';
import { nextPage } from './next-page.ts';
import type { Manifest, Referrers as Found } from './oci-registry.ts';
import type { Transport } from './transport.ts';

/** Amazon ECR keeps 100 for one subject at most; so many more are read from others before it is too much. */
const MOST_REFERRERS = 1_000;
const MOST_PAGES = 20;
/** Two that write the fallback's index at once lose one entry; it is looked at, and written again. */
const MOST_WRITES = 3;

/** Who refers to an image. https://github.com/opencontainers/distribution-spec/blob/v1.1.1/spec.md#listing-referrers */
export class Referrers {
  readonly #transport: Transport;
  readonly #manifests: Manifests;

  constructor(transport: Transport, manifests: Manifests) {
    this.#transport = transport;
    this.#manifests = manifests;
  }

  async list(repository: RepositoryName, subject: Digest, artifactType?: string): Promise<Found> {
    const { descriptors, isComplete } =
      (await this.#listed(repository, subject, artifactType)) ?? (await this.#fallback(repository, subject));
    // A registry may leave the filter to us.
    const fits = (each: Descriptor): boolean =>
      artifactType === undefined || each.artifactType === artifactType;
    return { descriptors: descriptors.filter(fits), isComplete };
  }

  async attach(repository: RepositoryName, manifest: Manifest): Promise<Digest> {
    const digest = sha256(manifest.bytes);
    const put = await this.#manifests.put(repository, digest, manifest);
    const entry = describe(manifest);
    if (!put.isReferrer) await this.#enter(repository, entry.subject, entry.descriptor);
    return digest;
  }

  /** Undefined: the registry has no such call. */
  async #listed(
    repository: RepositoryName,
    subject: Digest,
    artifactType: string | undefined,
  ): Promise<Found | undefined> {
    const query = artifactType === undefined ? '' : `?${new URLSearchParams({ artifactType }).toString()}`;
    const descriptors: Descriptor[] = [];
    let next: string | URL | undefined = `referrers/${subject}${query}`;
    for (let page = 0; next !== undefined; page += 1) {
      if (page === MOST_PAGES || descriptors.length > MOST_REFERRERS)
        return { descriptors: descriptors.slice(0, MOST_REFERRERS), isComplete: false };
      const read: Page | undefined = await this.#page(repository, next);
      if (read === undefined) return undefined;
      descriptors.push(...read.descriptors);
      next = read.next;
    }
    return { descriptors, isComplete: true };
  }

  #page(repository: RepositoryName, to: string | URL): Promise<Page | undefined> {
    return this.#transport.persist(async (tries) => {
      const headers = { accept: OCI_INDEX };
      const call = { method: 'GET', repository, to, headers, expect: [200, 404] } as const;
      const answer = await this.#transport.send(call, tries);
      if (answer.status === 200) {
        const descriptors = manifestsIn(await answer.bytes(MANIFEST_BYTES));
        return { descriptors, next: nextPage(answer, this.#transport) };
      }
      await answer.discard();
      return undefined;
    });
  }

  async #fallback(repository: RepositoryName, subject: Digest): Promise<Found> {
    const index = await this.#manifests.get(repository, fallbackTag(subject));
    const descriptors = index === undefined ? [] : manifestsIn(index.bytes);
    const isComplete = descriptors.length <= MOST_REFERRERS;
    return { descriptors: descriptors.slice(0, MOST_REFERRERS), isComplete };
  }

  async #enter(repository: RepositoryName, subject: Digest, entry: Descriptor): Promise<void> {
    const tag = fallbackTag(subject);
    for (let writes = 0; ; writes += 1) {
      const index = await this.#manifests.get(repository, tag);
      // Entries of others stay as they are, with what we do not read of them.
      const listed = index === undefined ? [] : listIn(index.bytes);
      if (listed.some((each) => parseDescriptor(each)?.digest === entry.digest)) return;
      if (writes === MOST_WRITES) break;
      await this.#write(repository, tag, [...listed, entry]);
    }
    const what = `${this.#transport.origin.host}/${repository}: ${entry.digest} does not stay in the index ${tag}`;
    throw new RegistryFailure('refused', `${what}, because others write it too. Run again.`);
  }

  async #write(repository: RepositoryName, tag: Tag, manifests: readonly unknown[]): Promise<void> {
    const bytes = Buffer.from(JSON.stringify({ schemaVersion: 2, mediaType: OCI_INDEX, manifests }));
    try {
      await this.#manifests.put(repository, tag, { mediaType: OCI_INDEX, bytes });
    } catch (failure) {
      if (!(failure instanceof RegistryFailure) || failure.kind !== 'tag-immutable') throw failure;
      const what = `${this.#transport.origin.host}/${repository}: the registry lists no referrers by itself, and the tag ${tag} that stands in may not move`;
      const fix = 'Exclude sha256-* from the immutability of the tags.';
      throw new RegistryFailure('tag-immutable', `${what}. ${fix}`, { cause: failure });
    }
  }
}

interface Page {
  readonly descriptors: readonly Descriptor[];
  readonly next: URL | undefined;
}

/** Each that names bytes; what a stranger put beside them hides none of them. */
const manifestsIn = (bytes: Uint8Array): readonly Descriptor[] =>
  listIn(bytes)
    .map(parseDescriptor)
    .filter((each) => each !== undefined);

function listIn(bytes: Uint8Array): readonly unknown[] {
  const listed = parseJsonObject(Buffer.from(bytes).toString('utf8'))?.['manifests'];
  return Array.isArray(listed) ? listed : [];
}

/** https://github.com/opencontainers/distribution-spec/blob/v1.1.1/spec.md#referrers-tag-schema */
function fallbackTag(subject: Digest): Tag {
  const tag = parseTag(`sha256-${hexOf(subject)}`);
  if (tag === undefined) throw new Error(`unreachable: ${subject} makes no tag`);
  return tag;
}

/** What the lists say of a referrer: the type of its configuration stands in where it has none of its own. */
function describe({ mediaType, bytes }: Manifest): { subject: Digest; descriptor: Descriptor } {
  const manifest = parseManifest(Buffer.from(bytes).toString('utf8'));
  if (manifest?.subject === undefined) throw new Error('a referrer without a subject is none');
  const config = manifest.kind === 'image' ? manifest.config.mediaType : undefined;
  const artifactType = manifest.artifactType ?? config;
  const descriptor = { mediaType, digest: sha256(bytes), size: bytes.byteLength };
  return {
    subject: manifest.subject.digest,
    descriptor: artifactType === undefined ? descriptor : { ...descriptor, artifactType },
  };
}
