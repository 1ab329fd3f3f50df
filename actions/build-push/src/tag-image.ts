import type { Digest, Tag } from '../../../lib/core/image-reference.ts';
import { RegistryFailure } from '../../../lib/core/registry-failure.ts';
import { describePlace, type ImagePlace, manifestAt } from './read-image-graph.ts';

export interface WantedTag {
  readonly tag: Tag;
  /** Of an image that is in the repository. */
  readonly digest: Digest;
  /** An environment's tag moves from image to image; any other stays where it is. */
  readonly mayMove: boolean;
}

export type TagOutcome =
  | { readonly kind: 'written' | 'already-exists'; readonly tag: Tag }
  | { readonly kind: 'moved'; readonly tag: Tag; readonly from: Digest }
  /** It stands for another image, and nothing was overwritten. */
  | { readonly kind: 'taken'; readonly tag: Tag; readonly by: Digest; readonly because: string };

/** Puts a tag on an image by putting the same manifest again: no layer moves, and the digest stays. */
export async function tagImage(wanted: WantedTag, place: ImagePlace): Promise<TagOutcome> {
  const { tag, digest, mayMove } = wanted;
  const before = await digestAt(tag, place);
  if (before === digest) return { kind: 'already-exists', tag };
  if (before !== undefined && !mayMove) return taken(wanted, before, place);
  const { descriptor, bytes } = await manifestAt(place, digest);
  try {
    await place.registry.putManifest(place.repository, tag, { mediaType: descriptor.mediaType, bytes });
  } catch (failure) {
    return lookAgain(wanted, failure, place);
  }
  return before === undefined ? { kind: 'written', tag } : { kind: 'moved', tag, from: before };
}

/** Another job may have written it between our look and our write, and a lost answer may have been a yes. */
async function lookAgain(wanted: WantedTag, failure: unknown, place: ImagePlace): Promise<TagOutcome> {
  if (!(failure instanceof RegistryFailure)) throw failure;
  const found = await digestAt(wanted.tag, place);
  if (found === wanted.digest) return { kind: 'already-exists', tag: wanted.tag };
  if (found === undefined || failure.kind !== 'tag-immutable') throw failure;
  return taken(wanted, found, place);
}

async function digestAt(tag: Tag, { registry, repository }: ImagePlace): Promise<Digest | undefined> {
  return (await registry.head(repository, tag))?.digest;
}

function taken({ tag, digest, mayMove }: WantedTag, by: Digest, place: ImagePlace): TagOutcome {
  const why = mayMove
    ? 'the repository does not let it move: exclude it from the immutability of the tags'
    : 'a tag that was given once is not given to another image: use another tag';
  const because = `${describePlace(place)}:${tag} is ${by} and should be ${digest}; nothing was overwritten, because ${why}`;
  return { kind: 'taken', tag, by, because };
}
