import type { Digest } from '../../../lib/core/image-reference.ts';
import { factsKnown } from './core/image-facts.ts';
import { firstBlocking, type Verdict, verdictOnImage, verdictOnScan } from './core/verdict.ts';
import { factsOf, type Origin } from './facts-of.ts';
import { judgeImage } from './judge-image.ts';
import { judgeScanOf } from './judge-scan.ts';
import type { Place } from './places.ts';
import type { Documents } from './prepare.ts';
import type { Known, Session } from './session.ts';

interface Court {
  readonly documents: Documents;
  readonly session: Session;
}

/** What the gates say of an image that a registry has. */
export interface Tried {
  readonly verdict: Verdict;
  readonly known: Omit<Known, 'places'>;
}

/** Judges an image where it is: its origin, its layers, how it runs, and what the scan says. */
export async function trial(digest: Digest, place: Place, { documents, session }: Court): Promise<Tried> {
  const origin = await factsOf(digest, place, session);
  const { facts } = origin;
  const hardening = judgeImage(facts, { policy: documents.hardening, bases: [] }, session);
  const scan = await judgeScanOf(facts, [place], { policy: documents.vulnerabilities, session });
  return {
    verdict: firstBlocking([verdictOnImage(hardening, facts), verdictOnScan(scan), verdictOnOrigin(origin)]),
    known: { digest, ...factsKnown(facts), reasons: [origin.because], hardening, scan },
  };
}

const verdictOnOrigin = ({ isProved, because }: Origin): Verdict => ({
  kind: isProved ? 'passed' : 'unproved',
  because,
});
