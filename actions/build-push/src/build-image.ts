/**
 * Build once, prove, push the same bytes. In this order:
 * 1. everything that can be wrong before anything is built is told together: inputs, policies, Dockerfile, repositories;
 * 2. an image with this content that is there already, and whose origin is proved, is taken instead of a build;
 * 3. otherwise it is built on this machine, and not pushed;
 * 4. the gates judge it, a taken one too, by what the policies say today;
 * 5. it is pushed by its digest, under the name of its content alone, to every registry;
 * 6. the scan there has its word;
 * 7. the wanted tags are written last, when every registry has it.
 */
import { parseDigest } from '../../../lib/core/image-reference.ts';
import { factsKnown, storedSize } from './core/image-facts.ts';
import type { Report } from './core/report.ts';
import { verdictOnImage } from './core/verdict.ts';
import { deliver } from './deliver-image.ts';
import { type Earlier, earlierImage } from './earlier-image.ts';
import { judgeImage } from './judge-image.ts';
import { makeImage, rootOf } from './make-image.ts';
import { driftProblems, openPlaces } from './places.ts';
import { prepare, type Prepared, readDocuments } from './prepare.ts';
import { NOT_PASSED, placeReport } from './place-report.ts';
import { planBuild } from './plan-build.ts';
import type { BuiltImage, Proving } from './proving.ts';
import { reportOf, type Session, warn } from './session.ts';
import { triedAnew } from './try-anew.ts';
import { heldTags, isNeverTheSame, refusedTags, type Refusal } from './wanted-tags.ts';

/** A build's whole story. */
export async function buildImage(session: Session): Promise<Report> {
  const { inputs, ports } = session;
  const documents = await readDocuments(inputs, ports);
  const prepared = await prepare(inputs, ports);
  for (const problem of prepared.warnings) warn(session, problem);
  const places = await openPlaces(inputs, documents.settings, ports);
  for (const problem of places.flatMap(driftProblems)) warn(session, problem);
  const held = await heldTags(places, session);
  const earlier = await earlierImage(prepared, { places, held }, session);
  const refused = refusedEarly(earlier, { places, held }, session);
  if (refused !== undefined) return { ...refused, contentHash: prepared.hash };
  if (inputs.dryRun) return planBuild(prepared, { places, earlier }, session);
  const image =
    earlier.kind === 'hit' ? await triedAnew(earlier, session) : await build(prepared, earlier, session);
  const proving = { prepared, documents, places, image };
  const known = knownOf(proving);
  return refusedTags({ places, held, digest: image.digest }, known, session) ?? prove(proving, session);
}

/** A wanted tag that is another image for sure is told before anything is built. */
function refusedEarly(
  earlier: Earlier,
  { places, held }: Pick<Refusal, 'places' | 'held'>,
  session: Session,
): Report | undefined {
  const { reasons } = earlier;
  if (earlier.kind === 'hit')
    return refusedTags(
      { places, held, digest: earlier.digest },
      { digest: earlier.digest, reasons },
      session,
    );
  return isNeverTheSame(session.inputs.build)
    ? refusedTags({ places, held, digest: null }, { reasons }, session)
    : undefined;
}

async function build(
  prepared: Prepared,
  { reasons, sizeBefore }: Earlier & { readonly kind: 'miss' },
  session: Session,
): Promise<BuiltImage> {
  const made = await makeImage(prepared, session);
  const digest = parseDigest(rootOf(made.facts.contents));
  if (digest === undefined) throw new Error('a layout names its image by a digest');
  return { kind: 'built', ...made, digest, reasons, sizeBefore };
}

/** A taken image that is small to look at may still fail by the policies of today. */
async function prove(proving: Proving, session: Session): Promise<Report> {
  const { prepared, documents, places, image } = proving;
  const hardening = judgeImage(image.facts, { policy: documents.hardening, bases: prepared.bases }, session);
  const known = { ...knownOf(proving), hardening };
  const { kind, because } = verdictOnImage(hardening, image.facts);
  if (kind === 'passed') return deliver(proving, known, session);
  const untouched = places.map((place) => placeReport(place, NOT_PASSED));
  return reportOf(session, { ...known, status: kind, because, places: untouched });
}

const knownOf = ({ prepared, image }: Proving) => ({
  ...factsKnown(image.facts),
  digest: image.digest,
  contentHash: prepared.hash,
  reasons: image.reasons,
  sizeBefore: image.kind === 'built' ? image.sizeBefore : storedSize(image.facts.contents),
});
