import type { PlaceReport, TagReport } from './core/report.ts';
import type { Place } from './places.ts';

export type PlaceOutcome = Pick<PlaceReport, 'outcome' | 'because'>;

export const NOT_PASSED: PlaceOutcome = { outcome: 'untouched', because: 'the image did not pass' };

/** What became of one registry. */
export const placeReport = (
  { name, drift }: Place,
  outcome: PlaceOutcome,
  tags: readonly TagReport[] = [],
): PlaceReport => ({ name, ...outcome, tags, drift });
