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
import { type Digest, parseDigest } from '../../../lib/core/image-reference.ts';
import { WorldFailure } from '../../../lib/core/world-failure.ts';
import { formatSize } from '../../../lib/core/size.ts';
import { attest } from './attest.ts';
import { copyImage } from './copy-image.ts';
import { builtTag, type Earlier, earlierImage } from './earlier-image.ts';
import type { HardeningReport } from './core/hardening/judge-hardening.ts';
import { type ImageFacts, storedSize } from './core/image-facts.ts';
import type { PlaceReport, Report, TagReport } from './core/report.ts';
import { judgeImage } from './judge-image.ts';
import { type MadeImage, makeImage, rootOf } from './make-image.ts';
import { openPlaces, type Place } from './places.ts';
import { type Documents, prepare, type Prepared, readDocuments } from './prepare.ts';
import { NOT_PASSED, placeReport, type PlaceOutcome } from './place-report.ts';
import { planBuild } from './plan-build.ts';
import { everywhere, tagAt } from './push-everywhere.ts';
import { type Moved, pushImage } from './push-image.ts';
import { judgeScanOf } from './judge-scan.ts';
import { reportOf, type Session, warn } from './session.ts';

/** A build's whole story. */
export async function buildImage(session: Session): Promise<Report> {
  const { inputs, ports } = session;
  const documents = await readDocuments(inputs, ports);
  const prepared = await prepare(inputs, ports);
  for (const problem of prepared.warnings) warn(session, problem);
  const places = await openPlaces(inputs, documents.settings, ports);
  for (const place of places) warnOfDrift(place, session);
  const earlier = await earlierImage(prepared, places, session);
  if (inputs.dryRun) return planBuild(prepared, { places, earlier }, session);
  const image = earlier.kind === 'hit' ? earlier : await build(prepared, earlier, session);
  return prove({ prepared, documents, places, image }, session);
}

type Image = (Earlier & { readonly kind: 'hit' }) | Built;

interface Built extends MadeImage {
  readonly kind: 'built';
  readonly digest: Digest;
  readonly reasons: readonly string[];
  readonly sizeBefore: number | null;
}

async function build(
  prepared: Prepared,
  { reasons, sizeBefore }: Earlier & { readonly kind: 'miss' },
  session: Session,
): Promise<Built> {
  const made = await makeImage(prepared, session);
  const digest = parseDigest(rootOf(made.facts.contents).digest);
  if (digest === undefined) throw new Error('a layout names its image by a digest');
  return { kind: 'built', ...made, digest, reasons, sizeBefore };
}

interface Proving {
  readonly prepared: Prepared;
  readonly documents: Documents;
  readonly places: readonly Place[];
  readonly image: Image;
}

async function prove(proving: Proving, session: Session): Promise<Report> {
  const { prepared, documents, places, image } = proving;
  const hardening = judgeImage(image.facts, { policy: documents.hardening, bases: prepared.bases }, session);
  const known = { ...knownOf(proving), hardening };
  const blocked = blockedBy(hardening, image.facts);
  if (blocked !== undefined)
    return reportOf(session, {
      ...known,
      status: 'refused',
      because: blocked,
      places: places.map((place) => placeReport(place, NOT_PASSED)),
    });
  return push(proving, { ...known, places: [] }, session);
}

/** A taken image that is small to look at may still fail by the policies of today. */
function blockedBy(hardening: HardeningReport, { probes }: ImageFacts): string | undefined {
  if (!hardening.passes) return hardening.because;
  const failed = probes.find(({ outcome }) => outcome === 'failed');
  return failed === undefined ? undefined : `${failed.platform}: ${failed.because}`;
}

type Known = Omit<Parameters<typeof reportOf>[1], 'status' | 'because'>;

async function push(proving: Proving, known: Known, session: Session): Promise<Report> {
  const { places, image } = proving;
  const sent = await everywhere(places, session, (place) => send(place, image, session));
  const arrived = places.filter((place) => sent.get(place)?.outcome !== 'failed');
  for (const place of arrived) await keepContent(place, proving, session);
  const failed = places.find((place) => !arrived.includes(place));
  const reports = (tags: ReadonlyMap<Place, readonly TagReport[]>): PlaceReport[] =>
    places.map((place) => placeReport(place, sent.get(place) ?? NOT_SENT, tags.get(place) ?? []));
  if (failed !== undefined) {
    const because = `${failed.name}: ${sent.get(failed)?.because ?? ''} No tag was written: run again.`;
    return reportOf(session, { ...known, status: 'partial', because, places: reports(new Map()) });
  }
  const scan = await judgeScanOf(image.facts, places, {
    policy: proving.documents.vulnerabilities,
    session,
  });
  if (scan.outcome === 'failed' || scan.outcome === 'unknown') {
    const status = scan.outcome === 'failed' ? 'refused' : 'unproved';
    return reportOf(session, { ...known, scan, status, because: scan.because, places: reports(new Map()) });
  }
  const tags = await tagEverywhere(places, image.digest, session);
  return finished({ ...known, scan, places: reports(tags) }, image, session);
}

const NOT_SENT: PlaceOutcome = { outcome: 'failed', because: 'nobody sent it' };

/** A taken image is copied from where it is; where it is already, nothing moves. */
async function send(place: Place, image: Image, session: Session): Promise<Moved> {
  if (image.kind === 'built') return pushImage(await session.ports.localImage(image.layout), place);
  if (place === image.place) return { digest: image.digest, blobs: 0, bytes: 0, manifests: 0, mounted: 0 };
  return copyImage(image.digest, { from: image.place, to: place });
}

/** The name of the content, by which the next build finds it; only who can prove where it comes from writes one. */
async function keepContent(place: Place, { prepared, image }: Proving, session: Session): Promise<void> {
  if (image.kind === 'built') await attest(place, { ...image, contentHash: prepared.hash }, session);
  const kept = await tagAt(place, { tag: prepared.contentTag, digest: image.digest, moves: false });
  if (kept.outcome === 'failed')
    warn(session, {
      where: place.name,
      what: `the image is there by its digest, and not under ${prepared.contentTag}: ${kept.because}`,
      fix: 'Look at who made the other one: builds of the same content make the same image where they are reproducible.',
    });
  else if (image.kind === 'built')
    await tagAt(place, { tag: builtTag(session.ports.clock.now()), digest: image.digest, moves: false });
}

async function tagEverywhere(
  places: readonly Place[],
  digest: Digest,
  { inputs, ports }: Session,
): Promise<ReadonlyMap<Place, readonly TagReport[]>> {
  if (ports.cancelled.aborted)
    throw new WorldFailure('The run was asked to end before a tag was written. Run again.');
  const tags = new Map<Place, readonly TagReport[]>();
  for (const place of places) {
    const written: TagReport[] = [];
    for (const tag of inputs.tags) written.push(await tagAt(place, { tag, digest, moves: false }));
    tags.set(place, written);
  }
  return tags;
}

function finished(known: Known, image: Image, session: Session): Report {
  const failed = known.places.flatMap(({ tags }) => tags.filter(({ outcome }) => outcome === 'failed'));
  const [first] = failed;
  if (first !== undefined) return reportOf(session, { ...known, status: 'partial', because: first.because });
  const because =
    image.kind === 'hit'
      ? 'an image with this content was there, and passes what is asked of it today'
      : `it passed every gate (${formatSize(storedSize(image.facts.contents))})`;
  return reportOf(session, { ...known, status: image.kind === 'hit' ? 'reused' : 'pushed', because });
}

const knownOf = ({ prepared, image }: Proving) => ({
  digest: image.digest,
  platformDigests: Object.fromEntries(
    image.facts.contents.images.map(({ platform, digest }) => [platform, digest]),
  ),
  contentHash: prepared.hash,
  reasons: image.reasons,
  size: storedSize(image.facts.contents),
  sizeBefore: image.kind === 'built' ? image.sizeBefore : storedSize(image.facts.contents),
  probes: image.facts.probes,
});

function warnOfDrift({ name, drift }: Place, session: Session): void {
  for (const { setting, wanted, seen } of drift)
    warn(session, {
      where: name,
      what: `${setting} is ${seen}, and the settings say ${wanted}`,
      fix: 'Correct the wrong one, or give drift: fix.',
    });
}
