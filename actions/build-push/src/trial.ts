import type { Digest } from '../../../lib/core/image-reference.ts';
import { storedSize } from './core/image-facts.ts';
import { factsOf } from './facts-of.ts';
import { judgeImage } from './judge-image.ts';
import { judgeScanOf } from './judge-scan.ts';
import type { Place } from './places.ts';
import type { Documents } from './prepare.ts';
import type { reportOf, Session } from './session.ts';

interface Court {
  readonly documents: Documents;
  readonly session: Session;
}

/** What the gates say of an image that a registry has. */
export interface Tried {
  readonly verdict: 'passed' | 'failed' | 'unknown';
  readonly because: string;
  readonly known: Omit<Parameters<typeof reportOf>[1], 'status' | 'because' | 'places'>;
}

/** Judges an image where it is: its origin, its layers, how it runs, and what the scan says. */
export async function trial(digest: Digest, place: Place, { documents, session }: Court): Promise<Tried> {
  const origin = await factsOf(digest, place, session);
  const { facts } = origin;
  const hardening = judgeImage(facts, { policy: documents.hardening, bases: [] }, session);
  const scan = await judgeScanOf(facts, [place], { policy: documents.vulnerabilities, session });
  const known = {
    digest,
    platformDigests: Object.fromEntries(facts.contents.images.map((image) => [image.platform, image.digest])),
    size: storedSize(facts.contents),
    reasons: [origin.because],
    ...{ hardening, probes: facts.probes, scan },
  };
  if (!hardening.passes) return { verdict: 'failed', because: hardening.because, known };
  const failed = facts.probes.find(({ outcome }) => outcome === 'failed');
  if (failed !== undefined)
    return { verdict: 'failed', because: `${failed.platform}: ${failed.because}`, known };
  if (scan.outcome === 'failed' || scan.outcome === 'unknown')
    return { verdict: scan.outcome, because: scan.because, known };
  if (!origin.isProved) return { verdict: 'unknown', because: origin.because, known };
  return { verdict: 'passed', because: 'it passes every gate', known };
}
