import path from 'node:path';
import type { Digest } from '../../../lib/core/image-reference.ts';
import { VERSION } from '../../../lib/core/version.ts';
import { type ImageFacts, readFacts } from './core/image-facts.ts';
import type { Content } from './core/content.ts';
import { findAttestation } from './find-attestation.ts';
import { probeAll } from './make-image.ts';
import type { Place } from './places.ts';
import { graphAt } from './read-image-graph.ts';
import { type Session, step } from './session.ts';

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
  const isProved = said === undefined || said.kind === 'trusted';
  const because = describeOrigin(said);
  const attested =
    said?.kind === 'trusted' && said.claim.actionVersion === VERSION ? readFacts(said.facts) : undefined;
  const facts =
    attested !== undefined && session.inputs.mode !== 'verify'
      ? attested
      : await pullFacts(digest, place, session);
  return { facts, isProved, because };
}

function describeOrigin(said: Awaited<ReturnType<typeof findAttestation>> | undefined): string {
  if (said === undefined) return 'its origin is not proved: no attestation-key was given';
  if (said.kind === 'untrusted') return `its origin is not proved: ${said.because}`;
  return `built by ${said.claim.builder}, ${said.claim.run}`;
}

async function pullFacts(digest: Digest, place: Place, session: Session): Promise<ImageFacts> {
  const { ports } = session;
  const layout = path.join(ports.scratch(), 'pulled');
  const { registry, repository } = place;
  await step(session, `pull from ${place.name}`, {
    act: async () => {
      const graph = await graphAt(place, digest);
      const root = graph.manifests.at(-1)?.descriptor;
      if (root === undefined) throw new Error('an image has a manifest');
      await ports.writeLayout(layout, { root, ...graph, read: (blob) => registry.blob(repository, blob) });
      return graph.blobs.length;
    },
    tell: (blobs) => `${String(blobs)} layers and configurations`,
  });
  const contents = await ports.readLayout(layout, ports.scannerFor([]));
  return { content: NO_CONTENT, contents, probes: await probeAll(contents, layout, session) };
}

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
