import { createHash } from 'node:crypto';
import {
  type Digest,
  isDigest,
  parseDigest,
  type RepositoryName,
  type Tag,
} from '../../core/image-reference.ts';
import type { Descriptor } from '../../core/oci-descriptor.ts';
import { MANIFEST_BYTES, MANIFEST_TYPES, parseManifest } from '../../core/oci-manifest.ts';
import { RegistryFailure } from '../../core/registry-failure.ts';
import { type Answer, describeQuestion } from './answer.ts';
import type { Manifest, StoredManifest } from './oci-registry.ts';
import type { Transport } from './transport.ts';

const ACCEPT = { accept: MANIFEST_TYPES.join(', ') };

interface Put {
  readonly digest: Digest;
  /** The registry lists it as a referrer by itself. */
  readonly isReferrer: boolean;
}

/** The manifests of a registry. A digest is believed when it was computed here, or when the registry is only asked what it has. */
export class Manifests {
  readonly #transport: Transport;

  constructor(transport: Transport) {
    this.#transport = transport;
  }

  head(repository: RepositoryName, reference: Tag | Digest): Promise<Descriptor | undefined> {
    const to = `manifests/${reference}`;
    return this.#transport.persist(async (tries) => {
      const call = { method: 'HEAD', repository, to, headers: ACCEPT, expect: [200, 404] } as const;
      const answer = await this.#transport.send(call, tries);
      await answer.discard();
      if (answer.status === 404) return undefined;
      return headed(answer) ?? (await this.get(repository, reference))?.descriptor;
    });
  }

  get(repository: RepositoryName, reference: Tag | Digest): Promise<StoredManifest | undefined> {
    const to = `manifests/${reference}`;
    return this.#transport.persist(async (tries) => {
      const call = { method: 'GET', repository, to, headers: ACCEPT, expect: [200, 404] } as const;
      const answer = await this.#transport.send(call, tries);
      if (answer.status === 200) return verified(answer, reference, await answer.bytes(MANIFEST_BYTES));
      await answer.discard();
      return undefined;
    });
  }

  put(repository: RepositoryName, reference: Tag | Digest, { mediaType, bytes }: Manifest): Promise<Put> {
    const digest = sha256(bytes);
    const body = (): Promise<Blob> => Promise.resolve(new Blob([Buffer.from(bytes)]));
    return this.#transport.persist(async (tries) => {
      const headers = { 'content-type': mediaType };
      const to = `manifests/${reference}`;
      const call = { method: 'PUT', repository, to, headers, body, expect: [200, 201, 202] } as const;
      const answer = await this.#transport.send(call, tries);
      await answer.discard();
      agree(answer, digest);
      return { digest, isReferrer: answer.header('oci-subject') !== undefined };
    });
  }
}

function headed(answer: Answer): Descriptor | undefined {
  const digest = parseDigest(answer.header('docker-content-digest') ?? '');
  const size = Number(answer.header('content-length') ?? Number.NaN);
  const mediaType = answer.header('content-type')?.split(';')[0]?.trim();
  if (digest === undefined || mediaType === undefined || !Number.isSafeInteger(size)) return undefined;
  return { digest, size, mediaType };
}

function verified(answer: Answer, reference: Tag | Digest, bytes: Uint8Array): StoredManifest {
  const digest = sha256(bytes);
  if (isDigest(reference) && reference !== digest) throw mismatch(answer, reference, digest);
  agree(answer, digest);
  // What the bytes say counts: the digest covers them, but no header.
  const said = parseManifest(Buffer.from(bytes).toString('utf8'))?.mediaType;
  const mediaType = said ?? answer.header('content-type')?.split(';')[0]?.trim() ?? '';
  return { descriptor: { mediaType, digest, size: bytes.byteLength }, bytes };
}

function agree(answer: Answer, digest: Digest): void {
  const said = answer.header('docker-content-digest');
  if (said !== undefined && said !== digest) throw mismatch(answer, said, digest);
}

const mismatch = (answer: Answer, wanted: string, found: Digest): RegistryFailure =>
  new RegistryFailure(
    'digest-mismatch',
    `${describeQuestion(answer.question)}: the digest should be ${wanted.slice(0, 80)}, that of the bytes is ${found}. Nothing of it is used.`,
  );

export const sha256 = (bytes: Uint8Array): Digest =>
  `sha256:${createHash('sha256').update(bytes).digest('hex')}` as Digest;
