/** The beginning of a day such as `2027-01-31` in UTC, in milliseconds; a day that the calendar does not have is none. */
export function utcDay(text: string): number | undefined {
  const time = /^\d{4}-\d\d-\d\d$/.test(text) ? Date.parse(`${text}T00:00:00Z`) : Number.NaN;
  return Number.isNaN(time) || new Date(time).toISOString().slice(0, 10) !== text ? undefined : time;
}

export const DAY_MS = 86_400_000;
