import type { Report } from './core/report.ts';
import { type Ending, type Known, reportOf, type Session } from './session.ts';

/** The end of a run that wrote tags: it is partial where one of them could not be written. */
export function conclude(known: Known, ending: Ending, session: Session): Report {
  const failed = known.places.flatMap(({ tags }) => tags).find(({ outcome }) => outcome === 'failed');
  if (failed === undefined) return reportOf(session, { ...known, ...ending });
  return reportOf(session, { ...known, status: 'partial', because: failed.because });
}
