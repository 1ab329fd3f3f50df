import type { TagReport, Report } from './core/report.ts';
import type { Earlier } from './earlier-image.ts';
import { placeReport } from './place-report.ts';
import type { Place } from './places.ts';
import type { Prepared } from './prepare.ts';
import { reportOf, type Session } from './session.ts';

interface Planned {
  readonly places: readonly Place[];
  readonly earlier: Earlier;
}

/** What a build would do, by what could be looked at without changing anything. */
export function planBuild(prepared: Prepared, { places, earlier }: Planned, session: Session): Report {
  const isHit = earlier.kind === 'hit';
  const because = isHit ? 'it has this content: nothing would be built' : 'after it passed every gate';
  const tags = [prepared.contentTag, ...session.inputs.tags];
  const wouldTag = tags.map((tag): TagReport => ({ tag, outcome: 'planned', because }));
  return reportOf(session, {
    status: 'planned',
    because: isHit ? `${earlier.digest} would be taken: nothing would be built` : 'it would be built',
    contentHash: prepared.hash,
    digest: isHit ? earlier.digest : null,
    reasons: earlier.reasons,
    places: places.map((place) => {
      const isMissing = place.settings === null && place.ecr !== null;
      const will = isMissing ? 'it would be created' : 'it is there';
      return placeReport(place, { outcome: 'planned', because: will }, wouldTag);
    }),
  });
}
