import type { Digest } from '../../../lib/core/image-reference.ts';
import { attestImage, canSign } from './attest-image.ts';
import { type ImageFacts, writeFacts } from './core/image-facts.ts';
import type { Place } from './places.ts';
import type { Session } from './session.ts';

interface Made {
  readonly digest: Digest;
  readonly facts: ImageFacts;
  readonly contentHash: string;
}

/** Says, signed, what an image was built from and what it holds, so that the next build can trust it. */
export async function attest(
  place: Place,
  { digest, facts, contentHash }: Made,
  { ports }: Session,
): Promise<void> {
  const { attestationKey: key, builder, runUrl, code } = ports;
  if (key === undefined || !canSign(key)) return;
  const claim = { digest, contentHash, actionVersion: code, builder, run: runUrl };
  await attestImage({ claim, facts: writeFacts(facts) }, key, place);
}
