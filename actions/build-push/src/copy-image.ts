import type { Digest } from '../../../lib/core/image-reference.ts';
import type { Descriptor } from '../../../lib/core/oci-descriptor.ts';
import { RegistryFailure } from '../../../lib/core/registry-failure.ts';
import { aFewAtOnce } from './a-few-at-once.ts';
import type { ImageGraph } from './core/image-graph.ts';
import { type Moved, movedBlobs, putManifests, UPLOADS_AT_ONCE } from './push-image.ts';
import { describePlace, graphAt, type ImagePlace } from './read-image-graph.ts';
import { type Referrer, referrersOf } from './referrers-of.ts';

export interface CopyRoute {
  readonly from: ImagePlace;
  readonly to: ImagePlace;
}

export interface Copied extends Moved {
  /** Signatures, attestations and the like, with those that refer to them in turn. */
  readonly referrers: number;
}

/**
 * Copies an image by its digest, with all platforms and everything that refers to any of them, and proves that the
 * other repository has all of it. No tag is written: that is the last thing of a promotion, so one that ends early
 * has changed no environment, and the next one goes on where it ended.
 */
export async function copyImage(digest: Digest, route: CopyRoute): Promise<Copied> {
  const graph = await graphAt(route.from, digest);
  const referrers = await referrersOf(graph, route.from);
  const journal: Journal = { sent: [], mounted: 0 };
  let manifests = 0;
  for (const part of [graph, ...referrers.map((each) => each.graph)]) {
    await moveBlobs(part, route, journal);
    if (part === graph) manifests += await putManifests(part, route.to);
  }
  for (const referrer of referrers) manifests += await attach(referrer, route.to);
  await prove(graph, referrers, route.to);
  const { sent, mounted } = journal;
  return { digest, ...movedBlobs(sent), mounted, manifests, referrers: referrers.length };
}

interface Journal {
  readonly sent: Descriptor[];
  mounted: number;
}

async function moveBlobs({ blobs }: ImageGraph, route: CopyRoute, journal: Journal): Promise<void> {
  await aFewAtOnce(blobs, UPLOADS_AT_ONCE, async (blob) => {
    const { registry, repository } = route.to;
    if (await registry.hasBlob(repository, blob)) return;
    if (await isMounted(blob, route)) {
      journal.mounted += 1;
      return;
    }
    await using pulled = await route.from.registry.pullBlob(route.from.repository, blob);
    await registry.uploadBlob(repository, blob, pulled.open);
    journal.sent.push(blob);
  });
}

async function isMounted({ digest }: Descriptor, { from, to }: CopyRoute): Promise<boolean> {
  if (from.registry.host !== to.registry.host) return false;
  return to.registry.mountBlob(to.repository, digest, from.repository);
}

/** Those that others refer to come first, as `referrersOf` has them. */
async function attach(
  { graph, descriptor }: Referrer,
  { registry, repository }: ImagePlace,
): Promise<number> {
  const children = graph.manifests.slice(0, -1);
  const put = await putManifests({ manifests: children, blobs: [] }, { registry, repository });
  const root = graph.manifests.at(-1);
  if (root === undefined) return put;
  const { mediaType } = descriptor;
  const isThere = (await registry.head(repository, descriptor.digest)) !== undefined;
  // Also where it is there: without the registry's own list, the index that stands in may lack it after a kill.
  await registry.attachReferrer(repository, { mediaType, bytes: root.bytes });
  return put + (isThere ? 0 : 1);
}

/** Asks the other repository for every manifest and every referrer; a blob was seen there, or its upload was confirmed. */
async function prove(graph: ImageGraph, referrers: readonly Referrer[], to: ImagePlace): Promise<void> {
  const root = graph.manifests.at(-1)?.descriptor.digest;
  if (root === undefined) throw new Error('an image without a manifest');
  const listed = await referrersOf(await graphAt(to, root), to);
  const found = new Set(listed.map(({ descriptor }) => descriptor.digest));
  const lost = referrers.map(({ descriptor }) => descriptor.digest).filter((each) => !found.has(each));
  if (lost.length === 0) return;
  const what = `${describePlace(to)} does not list ${lost.join(', ')} after the copy`;
  throw new RegistryFailure('refused', `${what}. No tag was written: run again.`);
}
