import type { Digest, Tag } from '../../../lib/core/image-reference.ts';
import type { DsseKey } from '../../../lib/adapters/dsse.ts';
import type { JsonObject } from '../../../lib/core/json-object.ts';
import type { WantedImage } from './core/attestation.ts';
import { explainMiss } from './core/content.ts';
import { type ImageFacts, readFacts, storedSize } from './core/image-facts.ts';
import { newestFirst, timedTag } from './core/timed-tags.ts';
import { findAttestation, type FoundAttestation } from './find-attestation.ts';
import type { Place } from './places.ts';
import type { Prepared } from './prepare.ts';
import { type Session, step } from './session.ts';
import { whyTryAnew } from './trial-of.ts';

/** Whether an image with this content is there already, and its origin is proved. */
export type Earlier =
  | EarlierImage
  | { readonly kind: 'miss'; readonly reasons: readonly string[]; readonly sizeBefore: number | null };

export interface EarlierImage {
  readonly kind: 'hit';
  readonly digest: Digest;
  readonly facts: ImageFacts;
  /** The first that has it. */
  readonly place: Place;
  readonly reasons: readonly string[];
  /** It was started again, and what came of it is not attested yet. */
  readonly isTriedAnew: boolean;
}

type Miss = Earlier & { readonly kind: 'miss' };

const miss = (reasons: readonly string[], sizeBefore: number | null = null): Miss => ({
  kind: 'miss',
  reasons,
  sizeBefore,
});

/** Looks in every registry: where a push was cut off half way, one of them may have it. */
export async function earlierImage(
  prepared: Prepared,
  places: readonly Place[],
  session: Session,
): Promise<Earlier> {
  const key = session.ports.attestationKey;
  if (session.inputs.build.reuse === 'off') return miss(['content-hash is off']);
  if (key === undefined)
    return miss([
      'without attestation-key nobody can tell who made an image that is there: it is built anew',
    ]);
  if (prepared.notReusable.length > 0) return miss(prepared.notReusable);
  return step(session, 'look for an image with this content', {
    act: () => lookEverywhere(prepared, places, { key, session }),
    tell: (found) =>
      found.kind === 'hit' ? `${found.digest} in ${found.place.name}` : found.reasons.join('; '),
  });
}

interface Search {
  readonly key: DsseKey;
  readonly session: Session;
}

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

async function lookAt(place: Place, prepared: Prepared, { key, session }: Search): Promise<Earlier> {
  const { registry, repository } = place;
  const found = await registry.head(repository, prepared.contentTag);
  if (found === undefined) return miss([]);
  const { digest } = found;
  const said = await claimOf({ digest, contentHash: prepared.hash }, place, { key, session });
  if (said.kind === 'untrusted')
    return miss([`${digest} has this content's tag and is not trusted: ${said.because}`]);
  const facts = readFacts(said.facts);
  if (facts === undefined) return miss([`what is attested of ${digest} was written by another version`]);
  const reasons = [`built by ${said.claim.builder}, ${said.claim.run}`];
  return { kind: 'hit', digest, facts, place, reasons, isTriedAnew: false };
}

/** Of all that is claimed of an image, first what tells of the trial that is wanted. */
async function claimOf(
  wanted: WantedImage,
  place: Place,
  { key, session }: Search,
): Promise<FoundAttestation> {
  const lack = async (kept: JsonObject): Promise<string | undefined> => {
    const facts = readFacts(kept);
    return facts === undefined ? 'it is of another form' : whyTryAnew(facts, session);
  };
  const tried = await findAttestation({ ...wanted, lack }, key, place);
  return tried.kind === 'trusted' ? tried : findAttestation(wanted, key, place);
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

/** By which the next build finds the last one. */
const BUILT = 'built';

/** `at` in milliseconds since the epoch. */
export function builtTag(at: number): Tag {
  const tag = timedTag(BUILT, at);
  if (tag === undefined) throw new Error('a time makes a tag');
  return tag;
}
