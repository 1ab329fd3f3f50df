import type { BlobName } from '../../../lib/adapters/oci-registry/oci-registry.ts';
import type { Digest } from '../../../lib/core/image-reference.ts';
import type { Descriptor } from '../../../lib/core/oci-descriptor.ts';
import { aFewAtOnce } from './a-few-at-once.ts';
import type { GraphManifest, ImageGraph } from './core/image-graph.ts';
import { type ImagePlace, readImageGraph } from './read-image-graph.ts';

/** An image on this machine. */
export interface LocalImage {
  /** An index or the manifest of one platform, as the layout's index.json names it. */
  readonly root: Descriptor;
  manifest(blob: BlobName): Promise<Uint8Array>;
  open(blob: BlobName): Promise<Blob>;
}

/** What a push or a copy moved; what was there already was not sent. */
export interface Moved {
  readonly digest: Digest;
  readonly blobs: number;
  /** Bytes of them. */
  readonly bytes: number;
  readonly manifests: number;
  /** Blobs that the registry took from another of its repositories, without a byte being sent. */
  readonly mounted: number;
}

/** Blobs that are sent at once: docker sends five; more gain nothing, and registries slow callers down. */
export const UPLOADS_AT_ONCE = 4;

/**
 * Sends an image by its digest, without a tag: first all blobs, then the manifests from the leaves to the root. So a
 * push that ends early leaves nothing that can be pulled, and the next one sends only what lacks.
 */
export async function pushImage(image: LocalImage, place: ImagePlace): Promise<Moved> {
  const graph = await readImageGraph(image.root, (each) => image.manifest(each));
  const sent: Descriptor[] = [];
  await aFewAtOnce(graph.blobs, UPLOADS_AT_ONCE, async (blob) => {
    const outcome = await place.registry.uploadBlob(place.repository, blob, () => image.open(blob));
    if (outcome === 'uploaded') sent.push(blob);
  });
  const manifests = await putManifests(graph, place);
  return { digest: image.root.digest, ...movedBlobs(sent), manifests, mounted: 0 };
}

export const movedBlobs = (blobs: readonly Descriptor[]): Pick<Moved, 'blobs' | 'bytes'> => ({
  blobs: blobs.length,
  bytes: blobs.reduce((sum, { size }) => sum + size, 0),
});

/** Puts those that lack, from the leaves to the root, each under its digest; how many those were. */
export async function putManifests({ manifests }: ImageGraph, place: ImagePlace): Promise<number> {
  let put = 0;
  for (const each of manifests) if (await putManifest(each, place)) put += 1;
  return put;
}

async function putManifest({ descriptor, bytes }: GraphManifest, place: ImagePlace): Promise<boolean> {
  const { registry, repository } = place;
  const { digest, mediaType } = descriptor;
  if ((await registry.head(repository, digest)) !== undefined) return false;
  await registry.putManifest(repository, digest, { mediaType, bytes });
  return true;
}
