import type { Digest, RepositoryName, Tag } from '../../core/image-reference.ts';
import type { Descriptor } from '../../core/oci-descriptor.ts';

export interface RegistryLogin {
  readonly username: string;
  readonly password: string;
}

/** Bytes by what they are; a whole descriptor will do. */
export type BlobName = Pick<Descriptor, 'digest' | 'size'>;

/** Opened anew for each attempt to send it. */
export type OpenBlob = () => Promise<Blob>;

/** A blob in a file, verified; the file goes when it is disposed of. */
export interface PulledBlob extends AsyncDisposable {
  readonly open: OpenBlob;
}

export interface Manifest {
  readonly mediaType: string;
  readonly bytes: Uint8Array;
}

export interface StoredManifest {
  readonly descriptor: Descriptor;
  readonly bytes: Uint8Array;
}

export interface Referrers {
  readonly descriptors: readonly Descriptor[];
  /** False: there are more, which were not read. */
  readonly isComplete: boolean;
}

/**
 * A registry by the OCI distribution specification. Every call that fails throws a `RegistryFailure`; what is worth
 * trying again was tried again before.
 */
export interface OciRegistry {
  /** As it stands in an image's name: `123456789012.dkr.ecr.eu-west-1.amazonaws.com`, `127.0.0.1:5000`. */
  readonly host: string;
  /** What a tag or a digest stands for; undefined where there is none, or no such repository. */
  head(repository: RepositoryName, reference: Tag | Digest): Promise<Descriptor | undefined>;
  /** Its bytes, whose digest is always that of the descriptor; at most 4 MiB. */
  manifest(repository: RepositoryName, reference: Tag | Digest): Promise<StoredManifest | undefined>;
  /** `tag-immutable`: nothing was overwritten. */
  putManifest(repository: RepositoryName, reference: Tag | Digest, manifest: Manifest): Promise<Digest>;
  hasBlob(repository: RepositoryName, blob: BlobName): Promise<boolean>;
  /** Its bytes as they come; it throws at the end where digest or size differ, so trust nothing before. */
  blob(repository: RepositoryName, blob: BlobName): AsyncIterable<Uint8Array>;
  /** In memory: for what is small, which its size has told before. */
  readBlob(repository: RepositoryName, blob: BlobName): Promise<Uint8Array>;
  pullBlob(repository: RepositoryName, blob: BlobName): Promise<PulledBlob>;
  /** True: the repository has it now, and no byte was moved. */
  mountBlob(repository: RepositoryName, digest: Digest, from: RepositoryName): Promise<boolean>;
  uploadBlob(
    repository: RepositoryName,
    blob: BlobName,
    open: OpenBlob,
  ): Promise<'uploaded' | 'already-there'>;
  /** All of them, in no order; none where there is no such repository. */
  tags(repository: RepositoryName): Promise<readonly Tag[]>;
  /** All that name this subject, of all types where none is given. */
  referrers(repository: RepositoryName, subject: Digest, artifactType?: string): Promise<Referrers>;
  /** Puts a manifest that has a `subject`, so that it is found by `referrers`. */
  attachReferrer(repository: RepositoryName, manifest: Manifest): Promise<Digest>;
}
