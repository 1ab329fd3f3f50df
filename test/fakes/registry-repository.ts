import { createHash } from 'node:crypto';
import { MANIFEST_BYTES } from '../../lib/core/oci-manifest.ts';
import { errorReply, type Reply } from './registry-reply.ts';

interface Stored {
  readonly mediaType: string;
  readonly bytes: Buffer;
}

/** What one repository holds. */
export interface Repository {
  readonly blobs: Map<string, Buffer>;
  readonly manifests: Map<string, Stored>;
  readonly tags: Map<string, string>;
}

interface Pointer {
  readonly digest: string;
  readonly mediaType: string;
  readonly size: number;
}

interface Document {
  readonly mediaType?: string;
  readonly artifactType?: string;
  readonly config?: Pointer;
  readonly layers?: readonly Pointer[];
  readonly manifests?: readonly Pointer[];
  readonly subject?: Pointer;
}

export const sha256 = (bytes: Buffer | string): string =>
  `sha256:${createHash('sha256').update(bytes).digest('hex')}`;

export function parseDocument(body: Buffer): Document | undefined {
  try {
    return JSON.parse(body.toString('utf8')) as Document;
  } catch {
    return undefined;
  }
}

interface Given {
  readonly body: Buffer;
  /** A digest or a tag. */
  readonly reference: string;
}

/** Why a repository does not take a manifest; it wants the blobs and the children first. */
export function refusalOf({ body, reference }: Given, repository: Repository): Reply | undefined {
  if (body.length > MANIFEST_BYTES) return errorReply(413, 'SIZE_INVALID', 'manifest too large');
  if (reference.startsWith('sha256:') && reference !== sha256(body))
    return errorReply(400, 'DIGEST_INVALID', 'provided digest did not match uploaded content');
  const document = parseDocument(body);
  if (document === undefined) return errorReply(400, 'MANIFEST_INVALID', 'manifest invalid');
  const missing = missingIn(document, repository);
  return missing === undefined ? undefined : errorReply(404, 'MANIFEST_BLOB_UNKNOWN', `unknown: ${missing}`);
}

function missingIn({ config, layers = [], manifests = [] }: Document, at: Repository): string | undefined {
  const blobs = [...(config === undefined ? [] : [config]), ...layers];
  const blob = blobs.find(({ digest }) => !at.blobs.has(digest));
  return (blob ?? manifests.find(({ digest }) => !at.manifests.has(digest)))?.digest;
}

/** What the list of referrers says of each that names this subject. */
export function referrersOf(subject: string, { manifests }: Repository): readonly object[] {
  return [...manifests].flatMap(([digest, { mediaType, bytes }]) => {
    const document = parseDocument(bytes);
    const artifactType = document?.artifactType ?? document?.config?.mediaType;
    const entry = { mediaType, digest, size: bytes.length, artifactType };
    return document?.subject?.digest === subject ? [entry] : [];
  });
}
