import type { DsseKey } from '../../../lib/adapters/dsse.ts';
import { BUILT } from './built-tag.ts';
import { claimedImage, type EarlierImage, type Search } from './claimed-image.ts';
import { explainMiss } from './core/content.ts';
import { readFacts, storedSize } from './core/image-facts.ts';
import { newestFirst } from './core/timed-tags.ts';
import { findAttestation } from './find-attestation.ts';
import { ownAttempt } from './own-attempt.ts';
import type { Place } from './places.ts';
import type { Prepared } from './prepare.ts';
import { type Session, step } from './session.ts';
import type { HeldTag } from './wanted-tags.ts';

/** Whether an image with this content is there already, and its origin is proved. */
export type Earlier =
  | EarlierImage
  | { readonly kind: 'miss'; readonly reasons: readonly string[]; readonly sizeBefore: number | null };

type Miss = Earlier & { readonly kind: 'miss' };

const miss = (reasons: readonly string[], sizeBefore: number | null = null): Miss => ({
  kind: 'miss',
  reasons,
  sizeBefore,
});

interface Registries {
  readonly places: readonly Place[];
  readonly held: readonly HeldTag[];
}

/** Looks in every registry: where a push was cut off half way, one of them may have it. */
export async function earlierImage(
  prepared: Prepared,
  registries: Registries,
  session: Session,
): Promise<Earlier> {
  const { attestationKey: key } = session.ports;
  const isOff = session.inputs.build.reuse === 'off';
  const whyNot = isOff ? ['content-hash is off'] : prepared.notReusable;
  if (key === undefined) return miss(isOff ? whyNot : [NO_KEY]);
  return step(session, 'look for an image with this content', {
    act: async () => {
      const own = await ownAttempt(prepared, registries, { key, session });
      if (own !== undefined || whyNot.length > 0) return own ?? miss(whyNot);
      return lookEverywhere(prepared, registries.places, { key, session });
    },
    tell: (found) =>
      found.kind === 'hit' ? `${found.digest} in ${found.place.name}` : found.reasons.join('; '),
  });
}

const NO_KEY = 'without attestation-key nobody can tell who made an image that is there: it is built anew';

async function lookEverywhere(
  prepared: Prepared,
  places: readonly Place[],
  search: Search,
): Promise<Earlier> {
  const refusals: string[] = [];
  for (const place of places) {
    if (place.settings === null && place.ecr !== null) continue;
    const found = await lookAt(place, prepared, search);
    if (found.kind === 'hit') return found;
    refusals.push(...found.reasons);
  }
  if (refusals.length > 0) return miss(refusals);
  const [place] = places;
  return place === undefined ? miss(['no registry']) : sinceLast(place, prepared, search.key);
}

async function lookAt(place: Place, { contentTag, hash }: Prepared, search: Search): Promise<Earlier> {
  const found = await place.registry.head(place.repository, contentTag);
  if (found === undefined) return miss([]);
  const { digest } = found;
  const image = await claimedImage({ digest, contentHash: hash }, place, search);
  return typeof image === 'string'
    ? miss([`${digest} has this content's tag and is not trusted: ${image}`])
    : image;
}

/** What changed since the newest image that this action built here. */
async function sinceLast(place: Place, { content }: Prepared, key: DsseKey): Promise<Miss> {
  const { registry, repository } = place;
  const [newest] = newestFirst(BUILT, await registry.tags(repository));
  const digest = newest === undefined ? undefined : (await registry.head(repository, newest))?.digest;
  if (digest === undefined) return miss(['no earlier image']);
  const said = await findAttestation({ digest }, key, place);
  const facts = said.kind === 'trusted' ? readFacts(said.facts) : undefined;
  if (facts === undefined) return miss(['nothing is known of the last image']);
  return miss(explainMiss(facts.content, content), storedSize(facts.contents));
}
