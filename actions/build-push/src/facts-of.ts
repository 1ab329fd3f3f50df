import type { Digest } from '../../../lib/core/image-reference.ts';
import type { LayoutContents } from '../../../lib/core/image-contents.ts';
import { type ImageFacts, readFacts } from './core/image-facts.ts';
import type { Content } from './core/content.ts';
import { findAttestation, type FoundAttestation } from './find-attestation.ts';
import { probeAll } from './make-image.ts';
import type { Place } from './places.ts';
import { pullImage } from './pull-image.ts';
import type { Session } from './session.ts';
import { trialOf } from './trial-of.ts';

/** What is known of an image that a registry has. */
export interface Origin {
  readonly facts: ImageFacts;
  /** Who built it is known, or nobody asks for it: there is no key to know it by. */
  readonly isProved: boolean;
  readonly because: string;
}

/** A verification reads every byte; a promotion may go by what was attested when the image was built. */
export async function factsOf(digest: Digest, place: Place, session: Session): Promise<Origin> {
  const { attestationKey: key } = session.ports;
  const said = key === undefined ? undefined : await findAttestation({ digest }, key, place);
  const isTaken = said?.kind === 'trusted' && session.inputs.mode !== 'verify';
  const attested = isTaken ? await attestedFacts(said, place, session) : undefined;
  return {
    facts: attested ?? (await pulledFacts(digest, place, session)),
    isProved: said?.kind !== 'untrusted',
    because: describeOrigin(said),
  };
}

/** Other code may have looked less closely, so the layers are read again; how the image ran is no matter of judgement. */
async function attestedFacts(
  { claim, facts: kept }: FoundAttestation & { readonly kind: 'trusted' },
  place: Place,
  session: Session,
): Promise<ImageFacts | undefined> {
  const facts = readFacts(kept);
  if (facts === undefined || claim.actionVersion === session.ports.code) return facts;
  const layout = await pullImage(claim.digest, place, session);
  return { ...facts, contents: await contentsIn(layout, session) };
}

function describeOrigin(said: FoundAttestation | undefined): string {
  if (said === undefined) return 'its origin is not proved: no attestation-key was given';
  if (said.kind === 'untrusted') return `its origin is not proved: ${said.because}`;
  return `built by ${said.claim.builder}, ${said.claim.run}`;
}

async function pulledFacts(digest: Digest, place: Place, session: Session): Promise<ImageFacts> {
  const layout = await pullImage(digest, place, session);
  const contents = await contentsIn(layout, session);
  const probes = await probeAll(contents, layout, session);
  return { content: NO_CONTENT, contents, probes, trial: trialOf(session) };
}

const contentsIn = (layout: string, { ports }: Session): Promise<LayoutContents> =>
  ports.readLayout(layout, ports.scannerFor([]));

/** Nobody knows here what it was built from. */
const NO_CONTENT: Content = {
  version: '',
  dockerfile: '',
  target: '',
  platforms: [],
  buildArgs: {},
  labels: {},
  attestations: [],
  entries: [],
};
