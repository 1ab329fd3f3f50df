import path from 'node:path';
import type { Digest } from '../../../lib/core/image-reference.ts';
import type { Place } from './places.ts';
import { graphAt } from './read-image-graph.ts';
import { type Session, step } from './session.ts';

/** Fetches an image into a layout; where that is. */
export async function pullImage(digest: Digest, place: Place, session: Session): Promise<string> {
  const { ports } = session;
  const layout = path.join(ports.scratch(), 'pulled');
  const { registry, repository } = place;
  await step(session, `pull from ${place.name}`, {
    act: async () => {
      const graph = await graphAt(place, digest);
      const root = graph.manifests.at(-1)?.descriptor;
      if (root === undefined) throw new Error('an image has a manifest');
      await ports.writeLayout(layout, { root, ...graph, read: (blob) => registry.blob(repository, blob) });
      return graph.blobs.length;
    },
    tell: (blobs) => `${String(blobs)} layers and configurations`,
  });
  return layout;
}
