import { describe, expect, test } from '@jest/globals';
import { parseWindow, remainingWindow } from './window.ts';

const HOUR = 3_600_000;
const at = (iso: string): number => Date.parse(iso);

function remaining(text: string, iso: string): number {
  const window = parseWindow(text);
  if (window === undefined) throw new Error(`${text} is no window`);
  return remainingWindow(window, at(iso)) / HOUR;
}

describe('a maintenance window', () => {
  test.each([
    { text: 'Tue 03:00-05:00 UTC', now: '2026-01-06T03:00:00Z', left: 2 },
    { text: 'Tue 03:00-05:00 UTC', now: '2026-01-06T04:30:00Z', left: 0.5 },
    { text: 'Tue 03:00-05:00 UTC', now: '2026-01-06T05:00:00Z', left: 0 },
    { text: 'Tue 03:00-05:00 UTC', now: '2026-01-06T02:59:59Z', left: 0 },
    { text: 'Tue 03:00-05:00 UTC', now: '2026-01-07T03:30:00Z', left: 0 },
    { text: 'Tue 03:00-05:00 Europe/Berlin', now: '2026-01-06T02:30:00Z', left: 1.5 },
    { text: 'Tue 03:00-05:00 Europe/Berlin', now: '2026-07-07T01:30:00Z', left: 1.5 },
    { text: 'Sat 23:00-02:00 UTC', now: '2026-01-10T23:30:00Z', left: 2.5 },
    { text: 'Sat 23:00-02:00 UTC', now: '2026-01-11T01:00:00Z', left: 1 },
    { text: 'Sat 23:00-02:00 UTC', now: '2026-01-10T01:00:00Z', left: 0 },
    { text: 'Mon-Fri,Sun 00:00-24:00 UTC', now: '2026-01-10T12:00:00Z', left: 0 },
    { text: 'daily 01:00-02:00 UTC', now: '2026-01-10T01:15:00Z', left: 0.75 },
  ])('$text at $now has $left hours left', ({ text, now, left }) => {
    expect(remaining(text, now)).toBe(left);
  });

  test.each([
    { name: 'the hour that is skipped in spring', now: '2026-03-29T00:30:00Z', left: 1.5 },
    { name: 'the hour that is lived twice in autumn', now: '2026-10-25T00:00:00Z', left: 3 },
  ])('counts $name as it is lived', ({ now, left }) => {
    expect(remaining('Sun 01:00-04:00 Europe/Berlin', now)).toBe(left);
  });

  test.each([
    '',
    'Tue',
    'Tue 3-5 UTC',
    'Tue 03:00-05:00',
    'Tue 03:00-25:00 UTC',
    'Tue 03:60-05:00 UTC',
    'Dienstag 03:00-05:00 UTC',
    'Tue 03:00-05:00 Europe/Atlantis',
  ])('%j is none', (text) => {
    expect(parseWindow(text)).toBeUndefined();
  });
});
