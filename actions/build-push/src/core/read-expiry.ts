import { type Problem, problemAt } from '../../../../lib/core/problem.ts';
import { placeAt, type SourceValue, valueAt } from '../../../../lib/core/source-value.ts';
import { DAY_MS, utcDay } from '../../../../lib/core/utc-day.ts';

/** For that long an exception may be granted. */
const LONGEST_DAYS = 90;

export interface Expiry {
  /** Its last day, as it is written. */
  readonly expires: string;
  /** Milliseconds since the epoch: the end of its last day, in UTC. */
  readonly endsAt: number;
}

/** The key `expires` of an exception: a day of the calendar, and at most 90 days from now. */
export function readExpiry(source: SourceValue, now: number, problems: Problem[]): Expiry {
  const found = valueAt(source, ['expires']);
  const expires = found?.kind === 'scalar' ? found.text : '';
  const day = utcDay(expires);
  const place = placeAt(source, ['expires']);
  const latest = new Date(now + LONGEST_DAYS * DAY_MS).toISOString().slice(0, 10);
  if (day === undefined) {
    problems.push(
      problemAt(place, `${JSON.stringify(expires)} is no day`, `Give the last day as ${latest}, or earlier.`),
    );
  } else if (expires > latest) {
    const what = `${expires} is more than ${String(LONGEST_DAYS)} days away`;
    problems.push(problemAt(place, what, `Give ${latest}, or an earlier day.`));
  }
  return { expires, endsAt: (day ?? 0) + DAY_MS };
}
