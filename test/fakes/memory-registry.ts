import { createHash } from 'node:crypto';
import type {
  BlobName,
  Manifest,
  OciRegistry,
  PulledBlob,
  Referrers,
  StoredManifest,
} from '../../lib/adapters/oci-registry/oci-registry.ts';
import type { Digest, RepositoryName, Tag } from '../../lib/core/image-reference.ts';
import { type Descriptor, parseDescriptor } from '../../lib/core/oci-descriptor.ts';
import { parseJsonObject } from '../../lib/core/json-object.ts';
import { RegistryFailure } from '../../lib/core/registry-failure.ts';
import type { WorldCalls } from './world-calls.ts';

const digestOf = (bytes: Uint8Array): Digest =>
  `sha256:${createHash('sha256').update(bytes).digest('hex')}` as Digest;

/** What one repository keeps. */
class KeptRepository {
  readonly blobs = new Map<string, Uint8Array>();
  readonly manifests = new Map<string, StoredManifest>();
  readonly tags = new Map<Tag, Digest>();
}

/** A registry without a network: every call is told to the world first, which may let it fail. */
export class MemoryRegistry implements OciRegistry {
  readonly host: string;
  readonly #calls: WorldCalls;
  readonly #repositories = new Map<string, KeptRepository>();

  constructor(host: string, calls: WorldCalls) {
    this.host = host;
    this.#calls = calls;
  }

  kept(repository: string): KeptRepository {
    const kept = this.#repositories.get(repository) ?? new KeptRepository();
    this.#repositories.set(repository, kept);
    return kept;
  }

  head(repository: RepositoryName, reference: Tag | Digest): Promise<Descriptor | undefined> {
    return this.#ask(`head ${reference}`, () => this.#find(repository, reference)?.descriptor);
  }

  manifest(repository: RepositoryName, reference: Tag | Digest): Promise<StoredManifest | undefined> {
    return this.#ask(`manifest ${reference}`, () => this.#find(repository, reference));
  }

  putManifest(repository: RepositoryName, reference: Tag | Digest, manifest: Manifest): Promise<Digest> {
    return this.#change(`put ${reference}`, () => this.#put(repository, reference, manifest));
  }

  hasBlob(repository: RepositoryName, { digest }: BlobName): Promise<boolean> {
    return this.#ask(`has ${digest}`, () => this.kept(repository).blobs.has(digest));
  }

  async *blob(repository: RepositoryName, blob: BlobName): AsyncGenerator<Uint8Array> {
    yield await this.readBlob(repository, blob);
  }

  readBlob(repository: RepositoryName, { digest }: BlobName): Promise<Uint8Array> {
    return this.#ask(`read ${digest}`, () => {
      const bytes = this.kept(repository).blobs.get(digest);
      if (bytes === undefined) throw new RegistryFailure('refused', `${digest} is not there.`);
      return bytes;
    });
  }

  async pullBlob(repository: RepositoryName, blob: BlobName): Promise<PulledBlob> {
    const bytes = await this.readBlob(repository, blob);
    return {
      open: () => Promise.resolve(new Blob([Buffer.from(bytes)])),
      [Symbol.asyncDispose]: () => Promise.resolve(),
    };
  }

  mountBlob(repository: RepositoryName, digest: Digest, from: RepositoryName): Promise<boolean> {
    return this.#change(`mount ${digest}`, () => {
      const bytes = this.kept(from).blobs.get(digest);
      if (bytes !== undefined) this.kept(repository).blobs.set(digest, bytes);
      return bytes !== undefined;
    });
  }

  async uploadBlob(
    repository: RepositoryName,
    { digest }: BlobName,
    open: () => Promise<Blob>,
  ): Promise<'uploaded' | 'already-there'> {
    const bytes = new Uint8Array(await (await open()).arrayBuffer());
    return this.#change(`upload ${digest}`, () => {
      const { blobs } = this.kept(repository);
      if (blobs.has(digest)) return 'already-there';
      blobs.set(digest, bytes);
      return 'uploaded';
    });
  }

  tags(repository: RepositoryName): Promise<readonly Tag[]> {
    return this.#ask('tags', () => [...this.kept(repository).tags.keys()]);
  }

  referrers(repository: RepositoryName, subject: Digest, artifactType?: string): Promise<Referrers> {
    return this.#ask(`referrers ${subject}`, () => {
      const all = [...this.kept(repository).manifests.values()].flatMap(({ descriptor, bytes }) => {
        const document = parseJsonObject(Buffer.from(bytes).toString('utf8'));
        const isOf = parseDescriptor(document?.['subject'])?.digest === subject;
        const type = String(document?.['artifactType']);
        return isOf && (artifactType ?? type) === type ? [{ ...descriptor, artifactType: type }] : [];
      });
      return { descriptors: all, isComplete: true };
    });
  }

  attachReferrer(repository: RepositoryName, manifest: Manifest): Promise<Digest> {
    const digest = digestOf(manifest.bytes);
    return this.#change(`attach ${digest}`, () => this.#put(repository, digest, manifest));
  }

  #find(repository: RepositoryName, reference: Tag | Digest): StoredManifest | undefined {
    const { tags, manifests } = this.kept(repository);
    return manifests.get(tags.get(reference as Tag) ?? reference);
  }

  #put(repository: RepositoryName, reference: Tag | Digest, { mediaType, bytes }: Manifest): Digest {
    const { tags, manifests } = this.kept(repository);
    const digest = digestOf(bytes);
    manifests.set(digest, { descriptor: { mediaType, digest, size: bytes.byteLength }, bytes });
    if (!reference.includes(':')) tags.set(reference as Tag, digest);
    return digest;
  }

  #ask<T>(what: string, act: () => T): Promise<T> {
    return this.#calls.ask(`${this.host} ${what}`, act);
  }

  #change<T>(what: string, act: () => T): Promise<T> {
    return this.#calls.change(`${this.host} ${what}`, act);
  }
}
