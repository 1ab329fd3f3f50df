import type { DsseKey } from '../../../lib/adapters/dsse.ts';
import type { Digest } from '../../../lib/core/image-reference.ts';
import type { JsonObject } from '../../../lib/core/json-object.ts';
import type { WantedImage } from './core/attestation.ts';
import { type ImageFacts, readFacts } from './core/image-facts.ts';
import { findAttestation, type FoundAttestation } from './find-attestation.ts';
import type { Place } from './places.ts';
import type { Session } from './session.ts';
import { whyTryAnew } from './trial-of.ts';

/** An image that is there, whose origin is proved. */
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

export interface Search {
  readonly key: DsseKey;
  readonly session: Session;
}

/** The image as it is attested, or why it is not to be trusted. */
export async function claimedImage(
  wanted: WantedImage,
  place: Place,
  search: Search,
): Promise<EarlierImage | string> {
  const said = await claimOf(wanted, place, search);
  if (said.kind === 'untrusted') return said.because;
  const facts = readFacts(said.facts);
  if (facts === undefined) return 'what is attested of it was written by another version';
  const reasons = [`built by ${said.claim.builder}, ${said.claim.run}`];
  return { kind: 'hit', digest: wanted.digest, facts, place, reasons, isTriedAnew: false };
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
