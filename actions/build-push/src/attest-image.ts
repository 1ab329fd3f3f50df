import { gzipSync } from 'node:zlib';
import { createHash } from 'node:crypto';
import type { DsseKey } from '../../../lib/adapters/dsse.ts';
import { type Digest, parseDigest } from '../../../lib/core/image-reference.ts';
import type { JsonObject } from '../../../lib/core/json-object.ts';
import type { Descriptor } from '../../../lib/core/oci-descriptor.ts';
import { OCI_MANIFEST } from '../../../lib/core/oci-manifest.ts';
import {
  ATTESTATION_TYPE,
  type BuildClaim,
  ENVELOPE_TYPE,
  FACTS_TYPE,
  statementOf,
} from './core/attestation.ts';
import { findAttestation } from './find-attestation.ts';
import { type ImagePlace, manifestAt } from './read-image-graph.ts';

/** What is claimed, and what it stands on; the facts are kept beside the claim, which names their digest. */
export interface Attested {
  readonly claim: Omit<BuildClaim, 'facts'>;
  readonly facts: JsonObject;
}

/** A key that can sign. */
export type SigningKey = DsseKey & { readonly sign: NonNullable<DsseKey['sign']> };

export const canSign = (key: DsseKey): key is SigningKey => key.sign !== undefined;

/** The configuration of what is no image. https://github.com/opencontainers/image-spec/blob/v1.1.1/manifest.md#guidance-for-an-empty-descriptor */
const EMPTY_TYPE = 'application/vnd.oci.empty.v1+json';

/** Signs what is claimed of an image, and lets it refer to the image in the same repository. Said once, it is not said again. */
export async function attestImage(
  { claim, facts }: Attested,
  key: SigningKey,
  place: ImagePlace,
): Promise<'attested' | 'already-exists'> {
  const factsBlob = blobOf(gzipSync(JSON.stringify(facts)), FACTS_TYPE);
  const found = await findAttestation(claim, key, place);
  if (found.kind === 'trusted' && found.claim.facts === factsBlob.descriptor.digest) return 'already-exists';
  const statement = statementOf({ ...claim, facts: factsBlob.descriptor.digest });
  const envelope = blobOf(key.sign(statement), ENVELOPE_TYPE);
  const config = blobOf(Buffer.from('{}'), EMPTY_TYPE);
  for (const { descriptor, bytes } of [config, envelope, factsBlob])
    await place.registry.uploadBlob(place.repository, descriptor, () => Promise.resolve(new Blob([bytes])));
  const { mediaType, digest, size } = (await manifestAt(place, claim.digest)).descriptor;
  const manifest = {
    schemaVersion: 2,
    mediaType: OCI_MANIFEST,
    artifactType: ATTESTATION_TYPE,
    config: config.descriptor,
    layers: [envelope.descriptor, factsBlob.descriptor],
    subject: { mediaType, digest, size },
  };
  const bytes = Buffer.from(JSON.stringify(manifest));
  await place.registry.attachReferrer(place.repository, { mediaType: OCI_MANIFEST, bytes });
  return 'attested';
}

interface SmallBlob {
  readonly descriptor: Descriptor;
  readonly bytes: Uint8Array<ArrayBuffer>;
}

function blobOf(content: Uint8Array, mediaType: string): SmallBlob {
  const bytes = new Uint8Array(content);
  return { bytes, descriptor: { mediaType, digest: sha256(bytes), size: bytes.byteLength } };
}

function sha256(bytes: Uint8Array): Digest {
  const digest = parseDigest(`sha256:${createHash('sha256').update(bytes).digest('hex')}`);
  if (digest === undefined) throw new Error('unreachable: SHA-256 has 64 digits');
  return digest;
}
