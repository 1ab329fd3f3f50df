import type { OciRegistry } from '../../../lib/adapters/oci-registry/oci-registry.ts';
import type { Digest, RepositoryName } from '../../../lib/core/image-reference.ts';
import type { Descriptor } from '../../../lib/core/oci-descriptor.ts';
import { RegistryFailure } from '../../../lib/core/registry-failure.ts';
import { type ImageGraph, imageGraph } from './core/image-graph.ts';

/** A repository in a registry: where images are pushed to and copied from. */
export interface ImagePlace {
  readonly registry: OciRegistry;
  readonly repository: RepositoryName;
}

export const describePlace = ({ registry, repository }: ImagePlace): string =>
  `${registry.host}/${repository}`;

/** Reads the manifests of an image from where they are. `read` gives bytes of the digest that it is asked for. */
export async function readImageGraph(
  root: Descriptor,
  read: (descriptor: Descriptor) => Promise<Uint8Array>,
): Promise<ImageGraph> {
  const walk = imageGraph(root);
  let step = walk.next();
  while (step.done !== true) step = walk.next(await read(step.value));
  if (step.value.kind === 'graph') return step.value.graph;
  const what = `the image ${root.digest} is none that can be sent: ${step.value.because}`;
  throw new RegistryFailure('refused', `${what}. See how it was built.`);
}

/** The image that a repository has under a digest, with everything that it consists of. */
export async function graphAt(place: ImagePlace, digest: Digest): Promise<ImageGraph> {
  const root = await manifestAt(place, digest);
  return readImageGraph(root.descriptor, async (each) =>
    each.digest === digest ? root.bytes : (await manifestAt(place, each.digest)).bytes,
  );
}

export async function manifestAt(
  place: ImagePlace,
  digest: Digest,
): Promise<{ readonly descriptor: Descriptor; readonly bytes: Uint8Array }> {
  const found = await place.registry.manifest(place.repository, digest);
  if (found !== undefined) return found;
  const what = `${describePlace(place)} does not have ${digest}`;
  throw new RegistryFailure(
    'refused',
    `${what}. It was never pushed there, or a lifecycle policy removed it.`,
  );
}
