import type { Digest, Tag } from '../../../lib/core/image-reference.ts';
import type { BuildSettings } from './core/build-inputs.ts';
import type { Report, TagReport } from './core/report.ts';
import { placeReport, type PlaceOutcome } from './place-report.ts';
import type { Place } from './places.ts';
import { type Known, reportOf, type Session, step } from './session.ts';

/** A wanted tag that stands for an image already. */
export interface HeldTag {
  readonly place: Place;
  readonly tag: Tag;
  readonly digest: Digest;
}

/** Looks for the wanted tags in every registry, before anything is built; where nobody can look, nothing is done. */
export async function heldTags(places: readonly Place[], session: Session): Promise<readonly HeldTag[]> {
  const { tags } = session.inputs;
  if (tags.length === 0) return [];
  return step(session, 'look for the wanted tags', {
    act: async () => (await Promise.all(places.map((place) => heldAt(place, tags)))).flat(),
    tell: (held) =>
      held.length === 0
        ? 'all are free'
        : held.map(({ place, tag, digest }) => `${place.name}:${tag} is ${digest}`).join('; '),
  });
}

async function heldAt(place: Place, tags: readonly Tag[]): Promise<HeldTag[]> {
  // A repository that a plan would create has none.
  if (place.settings === null && place.ecr !== null) return [];
  const held: HeldTag[] = [];
  for (const tag of tags) {
    const found = await place.registry.head(place.repository, tag);
    if (found !== undefined) held.push({ place, tag, digest: found.digest });
  }
  return held;
}

/** A provenance tells when it was made, and a list of packages who made it: with them no build is like another. */
export const isNeverTheSame = ({ provenance, sbom }: BuildSettings): boolean => provenance || sbom;

export interface Refusal {
  readonly places: readonly Place[];
  readonly held: readonly HeldTag[];
  /** The image that should have the tags; null: one that is not built yet, and is none that is there. */
  readonly digest: Digest | null;
}

const UNTOUCHED: PlaceOutcome = { outcome: 'untouched', because: 'a wanted tag is another image' };

/** The end of a run whose tags another image has; undefined when they are free, or are this image already. */
export function refusedTags(
  { places, held, digest }: Refusal,
  known: Omit<Known, 'places'>,
  session: Session,
): Report | undefined {
  const taken = held.filter((each) => each.digest !== digest);
  const [first] = taken;
  if (first === undefined) return undefined;
  const reports = places.map((place) =>
    placeReport(
      place,
      UNTOUCHED,
      taken.filter((each) => each.place === place).map((each) => tagReport(each, digest)),
    ),
  );
  const because = becauseTaken(first, digest);
  return reportOf(session, { ...known, status: 'refused', because, places: reports });
}

const tagReport = (held: HeldTag, digest: Digest | null): TagReport => ({
  tag: held.tag,
  outcome: 'failed',
  because: becauseTaken(held, digest),
});

function becauseTaken({ place, tag, digest: by }: HeldTag, digest: Digest | null): string {
  const should = digest === null ? 'a build would be another image' : `should be ${digest}`;
  const why = 'a tag that was given once is not given to another image: use another tag';
  return `${place.name}:${tag} is ${by} and ${should}; nothing was overwritten, because ${why}`;
}
