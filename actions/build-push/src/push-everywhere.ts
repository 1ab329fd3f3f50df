import type { Digest, Tag } from '../../../lib/core/image-reference.ts';
import { formatSize } from '../../../lib/core/size.ts';
import { WorldFailure } from '../../../lib/core/world-failure.ts';
import { mayMove } from './core/repository-drift.ts';
import type { PlaceReport, TagReport } from './core/report.ts';
import { type PlaceOutcome, placeReport } from './place-report.ts';
import type { Place } from './places.ts';
import type { Moved } from './push-image.ts';
import { type Session, step } from './session.ts';
import { tagImage, type TagOutcome } from './tag-image.ts';

/** What became of the image in every registry, in their order. */
type Sent = ReadonlyMap<Place, PlaceOutcome>;

/** One after the other, so that a slow line is not shared; one that fails does not keep the others from it. */
export async function everywhere(
  places: readonly Place[],
  session: Session,
  send: (place: Place) => Promise<Moved>,
): Promise<Sent> {
  const outcomes = new Map<Place, PlaceOutcome>();
  for (const place of places) outcomes.set(place, await sendTo(place, session, send));
  return outcomes;
}

/** What kept the image from a registry; undefined when every one of them has it. */
export function whyNotEverywhere(sent: Sent): string | undefined {
  const failed = [...sent].find(([, { outcome }]) => outcome === 'failed');
  return failed && `${failed[0].name}: ${failed[1].because}`;
}

/** What became of every registry, with the tags that were written there. */
export const placeReports = (sent: Sent, tags?: ReadonlyMap<Place, readonly TagReport[]>): PlaceReport[] =>
  [...sent].map(([place, outcome]) => placeReport(place, outcome, tags?.get(place)));

/** Writes the tags of one place after the other. */
export async function tagEverywhere(
  sent: Sent,
  write: (place: Place) => Promise<readonly TagReport[]>,
): Promise<PlaceReport[]> {
  const tags = new Map<Place, readonly TagReport[]>();
  for (const place of sent.keys()) tags.set(place, await write(place));
  return placeReports(sent, tags);
}

async function sendTo(
  place: Place,
  session: Session,
  send: (place: Place) => Promise<Moved>,
): Promise<PlaceOutcome> {
  try {
    const moved = await step(session, `push to ${place.name}`, {
      act: () => send(place),
      tell: describeMoved,
    });
    const isNew = moved.manifests > 0 || moved.blobs > 0;
    return { outcome: isNew ? 'pushed' : 'already-there', because: describeMoved(moved) };
  } catch (failure) {
    if (!(failure instanceof WorldFailure)) throw failure;
    return { outcome: 'failed', because: failure.message };
  }
}

function describeMoved({ blobs, bytes, mounted, manifests }: Moved): string {
  if (blobs === 0 && manifests === 0) return 'it was all there already';
  const from = mounted === 0 ? '' : `, ${String(mounted)} taken over within the registry`;
  return `${String(blobs)} layers sent (${formatSize(bytes)})${from}, ${String(manifests)} manifests`;
}

interface TagWish {
  readonly tag: Tag;
  readonly digest: Digest;
  readonly moves: boolean;
}

/** Writes a tag in one place, and never over another image but where an environment points. */
export async function tagAt(
  place: Place,
  { tag, digest, moves }: TagWish,
  { ports }: Session,
): Promise<TagReport> {
  if (ports.cancelled.aborted) return { tag, outcome: 'failed', because: CANCELLED };
  if (moves && place.settings !== null && !mayMove(tag, place.settings))
    return {
      tag,
      outcome: 'recorded',
      because: `tags may not move in ${place.name}: the digest is in the outputs`,
    };
  try {
    return describeTag(await tagImage({ tag, digest, mayMove: moves }, place));
  } catch (failure) {
    if (!(failure instanceof WorldFailure)) throw failure;
    return { tag, outcome: 'failed', because: failure.message };
  }
}

const CANCELLED = 'The run was asked to end before this tag was written. Run again.';

function describeTag(done: TagOutcome): TagReport {
  const { tag } = done;
  switch (done.kind) {
    case 'written':
      return { tag, outcome: 'written', because: 'new' };
    case 'moved':
      return { tag, outcome: 'written', because: `it was ${done.from}` };
    case 'already-exists':
      return { tag, outcome: 'already-exists', because: 'the same image' };
    case 'taken':
      return { tag, outcome: 'failed', because: done.because };
  }
}
