import { gunzipSync } from 'node:zlib';
import type { DsseKey } from '../../../lib/adapters/dsse.ts';
import { parseJsonObject, type JsonObject } from '../../../lib/core/json-object.ts';
import type { Descriptor } from '../../../lib/core/oci-descriptor.ts';
import { parseManifest } from '../../../lib/core/oci-manifest.ts';
import { RegistryFailure } from '../../../lib/core/registry-failure.ts';
import {
  ATTESTATION_TYPE,
  type BuildClaim,
  disagreement,
  ENVELOPE_TYPE,
  FACTS_TYPE,
  readStatement,
  type WantedImage,
} from './core/attestation.ts';
import { describePlace, type ImagePlace, manifestAt } from './read-image-graph.ts';

export type FoundAttestation =
  | { readonly kind: 'trusted'; readonly claim: BuildClaim; readonly facts: JsonObject }
  | { readonly kind: 'untrusted'; readonly because: string };

/** Whoever may push can put referrers there: so many of our type are looked at, and none that is larger than ours are. */
const MOST_LOOKED_AT = 50;
const MANIFEST_SIZE = 64 * 1_024;
const ENVELOPE_SIZE = 64 * 1_024;
const FACTS_SIZE = 4 * 1_024 ** 2;
const FACTS_EXPANDED = 16 * 1_024 ** 2;

/** What is looked for. */
export interface SoughtClaim extends WantedImage {
  /** What the facts beside it lack to be of use; undefined: nothing. */
  readonly lack?: (facts: JsonObject) => Promise<string | undefined>;
}

/** Looks for a claim about this image that our key signed; one that can't be read or trusted hides none behind it. */
export async function findAttestation(
  wanted: SoughtClaim,
  key: DsseKey,
  place: ImagePlace,
): Promise<FoundAttestation> {
  const { descriptors } = await place.registry.referrers(place.repository, wanted.digest, ATTESTATION_TYPE);
  const reasons: string[] = [];
  for (const descriptor of descriptors.slice(0, MOST_LOOKED_AT)) {
    const outcome = await judged(descriptor, wanted, { key, place });
    if (outcome.kind === 'trusted') return outcome;
    reasons.push(`${descriptor.digest}: ${outcome.because}`);
  }
  const [first, ...others] = reasons;
  if (first === undefined) return untrusted(`nothing in ${describePlace(place)} attests to ${wanted.digest}`);
  return untrusted(
    others.length === 0 ? first : `${first}, and ${String(others.length)} more are not to be trusted`,
  );
}

interface Witness {
  readonly key: DsseKey;
  readonly place: ImagePlace;
}

async function judged(
  descriptor: Descriptor,
  wanted: SoughtClaim,
  witness: Witness,
): Promise<FoundAttestation> {
  try {
    const found = await read(descriptor, wanted, witness);
    const lack = found.kind === 'trusted' ? await wanted.lack?.(found.facts) : undefined;
    return lack === undefined ? found : untrusted(lack);
  } catch (failure) {
    // What a stranger put there and then damaged must not stand in the way; a registry that is away must.
    const isItsOwn =
      failure instanceof RegistryFailure && ['digest-mismatch', 'refused'].includes(failure.kind);
    if (!isItsOwn) throw failure;
    return untrusted('what it points to is not there, or is altered');
  }
}

async function read(
  descriptor: Descriptor,
  wanted: SoughtClaim,
  { key, place }: Witness,
): Promise<FoundAttestation> {
  if (descriptor.size > MANIFEST_SIZE) return untrusted('it is larger than any of ours');
  const parts = partsOf((await manifestAt(place, descriptor.digest)).bytes);
  if (parts === undefined) return untrusted('it is not built as ours are');
  const verified = key.verify(await place.registry.readBlob(place.repository, parts.envelope));
  if (verified.kind !== 'verified') return untrusted(verified.because);
  const claim = readStatement(verified.payload);
  if (claim === undefined) return untrusted('what is signed is no claim of this action');
  const other = disagreement(claim, wanted);
  if (other !== undefined) return untrusted(other);
  if (claim.facts !== parts.facts.digest)
    return untrusted('the facts beside it are not those that were signed');
  const facts = expanded(await place.registry.readBlob(place.repository, parts.facts));
  return facts === undefined ? untrusted('its facts cannot be read') : { kind: 'trusted', claim, facts };
}

interface Parts {
  readonly envelope: Descriptor;
  readonly facts: Descriptor;
}

function partsOf(bytes: Uint8Array): Parts | undefined {
  const manifest = parseManifest(new TextDecoder().decode(bytes));
  if (manifest?.kind !== 'image' || manifest.layers.length !== 2) return undefined;
  const fits = (type: string, most: number): Descriptor | undefined =>
    manifest.layers.find(({ mediaType, size }) => mediaType === type && size <= most);
  const [envelope, facts] = [fits(ENVELOPE_TYPE, ENVELOPE_SIZE), fits(FACTS_TYPE, FACTS_SIZE)];
  return envelope && facts && { envelope, facts };
}

function expanded(bytes: Uint8Array): JsonObject | undefined {
  try {
    return parseJsonObject(gunzipSync(bytes, { maxOutputLength: FACTS_EXPANDED }).toString('utf8'));
  } catch {
    return undefined;
  }
}

const untrusted = (because: string): FoundAttestation => ({ kind: 'untrusted', because });
