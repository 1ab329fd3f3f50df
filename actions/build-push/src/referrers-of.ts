import type { Digest } from '../../../lib/core/image-reference.ts';
import type { Descriptor } from '../../../lib/core/oci-descriptor.ts';
import { RegistryFailure } from '../../../lib/core/registry-failure.ts';
import type { ImageGraph } from './core/image-graph.ts';
import { describePlace, graphAt, type ImagePlace } from './read-image-graph.ts';

/** What refers to an image, or to what refers to it. */
export interface Referrer {
  readonly descriptor: Descriptor;
  readonly graph: ImageGraph;
}

/** Amazon ECR keeps 100 for one subject at most. */
const MOST_REFERRERS = 300;
/** A signature of an attestation of an image is two deep. */
const MOST_DEPTH = 4;

/** All of them, each once, and each after what it refers to; none where there are more than can be followed. */
export async function referrersOf(image: ImageGraph, place: ImagePlace): Promise<readonly Referrer[]> {
  const found = new Map<Digest, Referrer>();
  let subjects = digestsIn(image);
  for (let depth = 0; subjects.length > 0; depth += 1) {
    if (depth === MOST_DEPTH) throw tooMany(place, `lie more than ${String(MOST_DEPTH)} deep`);
    const next: Digest[] = [];
    for (const subject of subjects) next.push(...(await follow(subject, place, found)));
    subjects = next;
  }
  return [...found.values()];
}

/** Enters those of one subject that are new, and gives what may be referred to in turn. */
async function follow(
  subject: Digest,
  place: ImagePlace,
  found: Map<Digest, Referrer>,
): Promise<readonly Digest[]> {
  const next: Digest[] = [];
  for (const descriptor of await listed(subject, place)) {
    if (found.has(descriptor.digest)) continue;
    if (found.size === MOST_REFERRERS) throw tooMany(place, `are more than ${String(MOST_REFERRERS)}`);
    const graph = await graphAt(place, descriptor.digest);
    found.set(descriptor.digest, { descriptor, graph });
    next.push(...digestsIn(graph));
  }
  return next;
}

const digestsIn = ({ manifests }: ImageGraph): readonly Digest[] =>
  manifests.map(({ descriptor }) => descriptor.digest);

async function listed(subject: Digest, place: ImagePlace): Promise<readonly Descriptor[]> {
  const { descriptors, isComplete } = await place.registry.referrers(place.repository, subject);
  if (!isComplete) throw tooMany(place, 'are more than can be listed');
  return descriptors;
}

const tooMany = (place: ImagePlace, what: string): RegistryFailure =>
  new RegistryFailure(
    'refused',
    `the referrers of the image in ${describePlace(place)} ${what}. Remove those that nobody needs: a copy without some of them would be another image.`,
  );
