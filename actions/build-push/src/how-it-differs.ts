import type { Tag } from '../../../lib/core/image-reference.ts';
import type { LayoutContents } from '../../../lib/core/image-contents.ts';
import { WorldFailure } from '../../../lib/core/world-failure.ts';
import { differingParts } from './core/differing-parts.ts';
import { graphAt, type ImagePlace } from './read-image-graph.ts';

/** In what our image is not the one that a tag stands for, where it stands for one. Manifests are read, and no layer. */
export async function howItDiffers(ours: LayoutContents, tag: Tag, place: ImagePlace): Promise<string> {
  try {
    const theirs = await place.registry.head(place.repository, tag);
    if (theirs === undefined) return '';
    return `; they differ in ${differingParts(ours, await graphAt(place, theirs.digest)).join('; ')}`;
  } catch (failure) {
    if (!(failure instanceof WorldFailure)) throw failure;
    return `; in what they differ could not be read: ${failure.message}`;
  }
}
