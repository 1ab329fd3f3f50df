/** A maintenance window that recurs: `Tue 03:00-05:00 Europe/Berlin`, `Mon-Fri,Sun 22:00-02:00 UTC`, `daily 01:00-04:00 UTC`. */
export interface MaintenanceWindow {
  /** The days on which it begins; 0 is Sunday. */
  readonly days: ReadonlySet<number>;
  /** Minutes of the day in the time zone. */
  readonly from: number;
  /** Minutes of the day; not after `from` when the window ends on the next day. */
  readonly to: number;
  /** A name of the IANA time zone database. */
  readonly timeZone: string;
  /** Its length in milliseconds on a day of 24 hours. */
  readonly lasts: number;
  /** As it was written. */
  readonly text: string;
}

const DAYS = ['sun', 'mon', 'tue', 'wed', 'thu', 'fri', 'sat'];
const HOURS = /^(\d{1,2}):(\d{2})-(\d{1,2}):(\d{2})$/;

/** Undefined when it is not written like that, or the time zone does not exist. */
export function parseWindow(text: string): MaintenanceWindow | undefined {
  const parts = text.trim().split(/\s+/);
  if (parts.length !== 3) return undefined;
  const [daysText, hoursText, timeZone] = parts as [string, string, string];
  const [days, hours] = [parseDays(daysText), parseHours(hoursText)];
  return days && hours && isTimeZone(timeZone) ? { days, ...hours, timeZone, text } : undefined;
}

function parseHours(text: string): Pick<MaintenanceWindow, 'from' | 'to' | 'lasts'> | undefined {
  const [, fromHour, fromMinute, toHour, toMinute] = HOURS.exec(text) ?? [];
  const from = minuteOfDay(Number(fromHour), Number(fromMinute));
  const to = minuteOfDay(Number(toHour), Number(toMinute));
  if (from === undefined || to === undefined) return undefined;
  const minutes = (to - from + MINUTES_OF_DAY) % MINUTES_OF_DAY || MINUTES_OF_DAY;
  return { from, to: to % MINUTES_OF_DAY, lasts: minutes * MINUTE };
}

const MINUTES_OF_DAY = 1_440;

function minuteOfDay(hour: number, minute: number): number | undefined {
  const total = hour * 60 + minute;
  return minute < 60 && total <= MINUTES_OF_DAY ? total : undefined;
}

function parseDays(text: string): ReadonlySet<number> | undefined {
  if (text.toLowerCase() === 'daily') return new Set(DAYS.keys());
  const ranges = text.split(',').map(parseRange);
  return ranges.every((range) => range !== undefined) ? new Set(ranges.flat()) : undefined;
}

function parseRange(text: string): number[] | undefined {
  const [first, last = first] = text.split('-').map((day) => DAYS.indexOf(day.toLowerCase()));
  if (first === undefined || last === undefined || first < 0 || last < 0) return undefined;
  const length = ((last - first + DAYS.length) % DAYS.length) + 1;
  return Array.from({ length }, (_, index) => (first + index) % DAYS.length);
}

function isTimeZone(name: string): boolean {
  try {
    return new Intl.DateTimeFormat('en-GB', { timeZone: name }).resolvedOptions().timeZone !== '';
  } catch {
    return false;
  }
}

const MINUTE = 60_000;

/**
 * How much of the window is left, in milliseconds; 0 outside it. It is judged by the clock now, minute by minute, so
 * that a change to or from summer time in the middle is counted as it is lived.
 */
export function remainingWindow(window: MaintenanceWindow, now: number): number {
  const format = new Intl.DateTimeFormat('en-GB', {
    timeZone: window.timeZone,
    weekday: 'short',
    hour: '2-digit',
    minute: '2-digit',
    hourCycle: 'h23',
  });
  let end = now;
  while (end - now < MINUTES_OF_DAY * MINUTE && isInside(window, localTime(format, end)))
    end = nextMinute(end);
  return end - now;
}

const nextMinute = (at: number): number => (Math.floor(at / MINUTE) + 1) * MINUTE;

interface LocalTime {
  readonly day: number;
  readonly minute: number;
}

function localTime(format: Intl.DateTimeFormat, at: number): LocalTime {
  const parts = new Map(format.formatToParts(at).map(({ type, value }) => [type, value]));
  return {
    day: DAYS.indexOf((parts.get('weekday') ?? '').toLowerCase()),
    minute: Number(parts.get('hour')) * 60 + Number(parts.get('minute')),
  };
}

function isInside({ days, from, to }: MaintenanceWindow, { day, minute }: LocalTime): boolean {
  const yesterday = (day + DAYS.length - 1) % DAYS.length;
  if (from < to) return days.has(day) && minute >= from && minute < to;
  return (days.has(day) && minute >= from) || (days.has(yesterday) && minute < to);
}
