import type { Digest } from '../../../lib/core/image-reference.ts';
import { BUILT } from './built-tag.ts';
import { claimedImage, type EarlierImage, type Search } from './claimed-image.ts';
import { newestFirst } from './core/timed-tags.ts';
import type { Place } from './places.ts';
import type { Prepared } from './prepare.ts';
import type { HeldTag } from './wanted-tags.ts';

/** Of the builds of a repository so many are looked at: an earlier attempt is not long ago. */
const MOST_BUILDS = 5;

/**
 * What an earlier attempt of this very build pushed. A build that is done again is another image, so an attempt that was
 * cut off would never be completed: a tag that was written in one registry is never given to another image.
 * It is the image that has the wanted tags, or one that this very run has built; both by what was signed of it.
 */
export async function ownAttempt(
  prepared: Prepared,
  { places, held }: { readonly places: readonly Place[]; readonly held: readonly HeldTag[] },
  search: Search,
): Promise<EarlierImage | undefined> {
  const tagged = await taggedImage(prepared, held, search);
  if (tagged !== undefined) return tagged;
  for (const place of places) {
    const found = await builtByThisRun(prepared, place, search);
    if (found !== undefined) return found;
  }
  return undefined;
}

async function taggedImage(
  { hash }: Prepared,
  held: readonly HeldTag[],
  search: Search,
): Promise<EarlierImage | undefined> {
  const [first] = held;
  if (first === undefined || held.some(({ digest }) => digest !== first.digest)) return undefined;
  const { place, digest, tag } = first;
  const image = await claimedImage({ digest, contentHash: hash }, place, search);
  if (typeof image === 'string') return undefined;
  return { ...image, reasons: [`it has the tag ${tag} already`, ...image.reasons] };
}

async function builtByThisRun(
  { hash, contentTag }: Prepared,
  place: Place,
  search: Search,
): Promise<EarlierImage | undefined> {
  const { registry, repository } = place;
  const built = newestFirst(BUILT, await registry.tags(repository)).slice(0, MOST_BUILDS);
  const seen = new Set<Digest>();
  for (const tag of [contentTag, ...built]) {
    const digest = (await registry.head(repository, tag))?.digest;
    if (digest === undefined || seen.has(digest)) continue;
    seen.add(digest);
    const wanted = { digest, contentHash: hash, run: search.session.ports.runUrl };
    const image = await claimedImage(wanted, place, search);
    if (typeof image !== 'string') return image;
  }
  return undefined;
}
