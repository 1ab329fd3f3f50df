import type { Digest } from '../../../../lib/core/image-reference.ts';
import type { Descriptor } from '../../../../lib/core/oci-descriptor.ts';
import { type OciManifest, parseManifest } from '../../../../lib/core/oci-manifest.ts';

/** Everything that an image consists of, each thing once. */
export interface ImageGraph {
  /** Children before those who name them, so that a registry takes them in this order; the last is the root. */
  readonly manifests: readonly GraphManifest[];
  /** Configurations and layers. */
  readonly blobs: readonly Descriptor[];
}

export interface GraphManifest {
  readonly descriptor: Descriptor;
  readonly bytes: Uint8Array;
  readonly manifest: OciManifest;
}

export type GraphOutcome =
  | { readonly kind: 'graph'; readonly graph: ImageGraph }
  | { readonly kind: 'refused'; readonly because: string };

/** More than any image has, and little enough to be read. */
const MOST_MANIFESTS = 200;
const MOST_DEPTH = 4;

class Refused extends Error {}

/**
 * Follows an image down to its blobs. It asks for the bytes of one manifest after the other, wherever they come from:
 * whoever drives it answers with bytes that were checked against the digest. What a referrer is about is not followed.
 */
export function* imageGraph(root: Descriptor): Generator<Descriptor, GraphOutcome, Uint8Array> {
  const manifests = new Map<Digest, GraphManifest>();
  const blobs = new Map<Digest, Descriptor>();
  try {
    yield* follow(root, { manifests, blobs, depth: 1 });
  } catch (refused) {
    if (!(refused instanceof Refused)) throw refused;
    return { kind: 'refused', because: refused.message };
  }
  return { kind: 'graph', graph: { manifests: [...manifests.values()], blobs: [...blobs.values()] } };
}

interface Walk {
  readonly manifests: Map<Digest, GraphManifest>;
  readonly blobs: Map<Digest, Descriptor>;
  readonly depth: number;
}

function* follow(descriptor: Descriptor, walk: Walk): Generator<Descriptor, void, Uint8Array> {
  const { manifests, blobs, depth } = walk;
  const { digest } = descriptor;
  if (manifests.has(digest)) return;
  const limit = limitPassed(walk);
  if (limit !== undefined) throw new Refused(limit);
  const bytes = yield descriptor;
  const manifest = manifestIn(bytes, descriptor);
  if (manifest.kind === 'image') {
    for (const blob of [manifest.config, ...manifest.layers]) blobs.set(blob.digest, blob);
  } else {
    for (const child of manifest.manifests) yield* follow(child, { manifests, blobs, depth: depth + 1 });
  }
  manifests.set(digest, { descriptor, bytes, manifest });
}

function limitPassed({ manifests, depth }: Walk): string | undefined {
  if (depth > MOST_DEPTH) return `its indexes lie more than ${String(MOST_DEPTH)} deep`;
  return manifests.size < MOST_MANIFESTS ? undefined : `it has more than ${String(MOST_MANIFESTS)} manifests`;
}

function manifestIn(bytes: Uint8Array, { digest, mediaType }: Descriptor): OciManifest {
  const manifest = parseManifest(new TextDecoder().decode(bytes));
  if (manifest === undefined) throw new Refused(`${digest} is no manifest of an image`);
  // Two readers could take it for two things.
  if (manifest.mediaType !== mediaType)
    throw new Refused(`${digest} is a ${manifest.mediaType} that is named as a ${mediaType.slice(0, 120)}`);
  return manifest;
}
