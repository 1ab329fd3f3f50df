/**
 * Copies the very bytes of an image to where an environment takes it from. In this order: the image and its origin are
 * proved where they are, the gates judge it by what the policies say today, it is copied with its platforms and
 * referrers by digest, and the environment's tags are written last, when every registry has it.
 */
import type { Digest, Tag } from '../../../lib/core/image-reference.ts';
import { type Problem, ProblemsFound } from '../../../lib/core/problem.ts';
import { conclude } from './conclude.ts';
import { copyImage } from './copy-image.ts';
import { environmentTag, promotionTag, rollbackTag } from './core/environment-tags.ts';
import type { Report, TagReport } from './core/report.ts';
import { openPlaces, openSource, type Place } from './places.ts';
import { NOT_PASSED, type PlaceOutcome, placeReport } from './place-report.ts';
import { readDocuments } from './prepare.ts';
import { everywhere, placeReports, tagAt, tagEverywhere, whyNotEverywhere } from './push-everywhere.ts';
import { type Known, reportOf, type Session } from './session.ts';
import { trial, type Tried } from './trial.ts';

/** A promotion's whole story. */
export async function promoteImage(session: Session): Promise<Report> {
  const { inputs, ports } = session;
  const { digest, source } = inputs;
  if (digest === null || source === null) throw new Error('a promotion is given both');
  const documents = await readDocuments(inputs, ports);
  const from = await openSource(source, inputs, ports);
  const places = await openPlaces(inputs, documents.settings, ports);
  const {
    verdict: { kind, because },
    known,
  } = await trial(digest, from, { documents, session });
  if (kind !== 'passed') {
    const untouched = places.map((place) => placeReport(place, NOT_PASSED));
    return reportOf(session, { ...known, status: kind, because, places: untouched });
  }
  if (inputs.dryRun) {
    const would = places.map((place) => placeReport(place, WOULD_COPY));
    return reportOf(session, { ...known, status: 'planned', because, places: would });
  }
  return copyEverywhere(digest, { from, places, known }, session);
}

const WOULD_COPY: PlaceOutcome = {
  outcome: 'planned',
  because: 'it would be copied, and the environment would take it',
};

interface Copying {
  readonly from: Place;
  readonly places: readonly Place[];
  readonly known: Tried['known'];
}

async function copyEverywhere(
  digest: Digest,
  { from, places, known }: Copying,
  session: Session,
): Promise<Report> {
  const sent = await everywhere(places, session, (place) => copyImage(digest, { from, to: place }));
  const lacking = whyNotEverywhere(sent);
  if (lacking !== undefined) {
    const because = `${lacking} No environment was changed: run again.`;
    return reportOf(session, { ...known, status: 'partial', because, places: placeReports(sent) });
  }
  const tagged = await tagEverywhere(sent, (place) => pointTo(digest, place, session));
  return pointed('promoted', { ...known, places: tagged }, session);
}

/** The end of a promotion or a rollback, when its tags are written or not. */
export function pointed(status: 'promoted' | 'rolled-back', known: Known, session: Session): Report {
  const isRecorded = known.places.some(({ tags }) => tags.some(({ outcome }) => outcome === 'recorded'));
  const how = isRecorded ? ' by the outputs of this run alone: its tag may not move' : '';
  const because = `${session.inputs.environment} takes ${known.digest ?? ''}${how}`;
  return conclude(known, { status, because }, session);
}

/** First the marker that stays, then the tag that moves: whoever reads in between sees the old image or the new one. */
export async function pointTo(digest: Digest, place: Place, session: Session): Promise<TagReport[]> {
  const { inputs, ports } = session;
  const markerOf = inputs.mode === 'rollback' ? rollbackTag : promotionTag;
  const marker = tagOrThrow(markerOf(inputs.environment, ports.clock.now()), inputs.environment);
  const pointer = tagOrThrow(environmentTag(inputs.environment), inputs.environment);
  const kept = await tagAt(place, { tag: marker, digest, moves: false }, session);
  if (kept.outcome === 'failed') return [kept];
  return [kept, await tagAt(place, { tag: pointer, digest, moves: true }, session)];
}

function tagOrThrow(tag: Tag | undefined, environment: string): Tag {
  if (tag !== undefined) return tag;
  const problem: Problem = {
    where: 'input environment',
    what: `${environment} cannot be a part of a tag`,
    fix: 'Give letters, digits, dots and hyphens.',
  };
  throw new ProblemsFound([problem]);
}
