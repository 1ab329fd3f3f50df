import { formatSize } from '../../../lib/core/size.ts';
import { attest } from './attest.ts';
import { builtTag } from './built-tag.ts';
import { conclude } from './conclude.ts';
import { copyImage } from './copy-image.ts';
import { storedSize } from './core/image-facts.ts';
import type { Report, TagReport } from './core/report.ts';
import { verdictOnScan } from './core/verdict.ts';
import { judgeScanOf } from './judge-scan.ts';
import { howItDiffers } from './how-it-differs.ts';
import type { Place } from './places.ts';
import type { ProvedImage, Proving } from './proving.ts';
import { everywhere, placeReports, tagAt, tagEverywhere, whyNotEverywhere } from './push-everywhere.ts';
import { type Moved, pushImage } from './push-image.ts';
import { type Ending, type Known, reportOf, type Session, warn } from './session.ts';

/** Sends a proved image to every registry, lets the scan have its word there, and writes the wanted tags last. */
export async function deliver(
  proving: Proving,
  proved: Omit<Known, 'places'>,
  session: Session,
): Promise<Report> {
  const { places, image, documents } = proving;
  const sent = await everywhere(places, session, (place) => send(place, proving, session));
  for (const [place, { outcome }] of sent)
    if (outcome !== 'failed') await keepContent(place, proving, session);
  const known = { ...proved, places: placeReports(sent) };
  const lacking = whyNotEverywhere(sent);
  if (lacking !== undefined) {
    const because = `${lacking} No tag was written: run again.`;
    return reportOf(session, { ...known, status: 'partial', because });
  }
  const scan = await judgeScanOf(image.facts, places, { policy: documents.vulnerabilities, session });
  const { kind, because } = verdictOnScan(scan);
  if (kind !== 'passed') return reportOf(session, { ...known, scan, status: kind, because });
  const tagged = await tagEverywhere(sent, (place) => writeTags(place, image, session));
  return conclude({ ...known, scan, places: tagged }, endingOf(image), session);
}

/** With what is said of it: an image that nobody can prove is as good as one that is not there. */
async function send(place: Place, { image, prepared }: Proving, session: Session): Promise<Moved> {
  const moved = await move(place, image, session);
  if (image.kind === 'built' || image.isTriedAnew)
    await attest(place, { ...image, contentHash: prepared.hash }, session);
  return moved;
}

/** A taken image is copied from where it is; where it is already, nothing moves. */
async function move(place: Place, image: ProvedImage, session: Session): Promise<Moved> {
  if (image.kind === 'built') return pushImage(await session.ports.localImage(image.layout), place);
  if (place === image.place) return { digest: image.digest, blobs: 0, bytes: 0, manifests: 0, mounted: 0 };
  return copyImage(image.digest, { from: image.place, to: place });
}

/** The names by which the next build finds it; only who can prove where it comes from writes one. */
async function keepContent(place: Place, { prepared, image }: Proving, session: Session): Promise<void> {
  const { digest } = image;
  const kept = await tagAt(place, { tag: prepared.contentTag, digest, moves: false }, session);
  if (image.kind === 'built')
    await tagAt(place, { tag: builtTag(session.ports.clock.now()), digest, moves: false }, session);
  // What cannot be reused is another image each time, and the first of them has the name.
  if (kept.outcome !== 'failed' || prepared.notReusable.length > 0) return;
  const differences = await howItDiffers(image.facts.contents, prepared.contentTag, place);
  warn(session, {
    where: place.name,
    what: `the image is there by its digest, and not under ${prepared.contentTag}: ${kept.because}${differences}`,
    fix: 'Look at who made the other one: builds of the same content make the same image where they are reproducible.',
  });
}

async function writeTags(
  place: Place,
  { digest }: ProvedImage,
  session: Session,
): Promise<readonly TagReport[]> {
  const written: TagReport[] = [];
  for (const tag of session.inputs.tags)
    written.push(await tagAt(place, { tag, digest, moves: false }, session));
  return written;
}

const endingOf = (image: ProvedImage): Ending =>
  image.kind === 'hit'
    ? {
        status: 'reused',
        because: 'an image with this content was there, and passes what is asked of it today',
      }
    : {
        status: 'pushed',
        because: `it passed every gate (${formatSize(storedSize(image.facts.contents))})`,
      };
