import { expect, test } from '@jest/globals';
import { isOfScanBefore, whyScan } from './scan-age.ts';
import type { TimedReading } from './scan-gate.ts';

const HOUR = 3_600_000;
const NOW = 100 * HOUR;

const reading = (status: string, over: Partial<TimedReading> = {}): TimedReading => ({
  ...{ at: NOW, status, description: '', findings: [], completedAt: null, databaseAt: null },
  ...over,
});

test.each<[string, TimedReading, string]>([
  ['none', reading('none'), 'no scan'],
  ['one that failed', reading('FAILED'), 'FAILED'],
  ['one of an hour ago', reading('COMPLETE', { completedAt: NOW - HOUR }), 'it will do'],
  ['one of a day ago', reading('COMPLETE', { completedAt: NOW - 24 * HOUR }), 'it will do'],
  ['one of more than a day ago', reading('COMPLETE', { completedAt: NOW - 25 * HOUR }), '25h00m'],
  [
    'one that is older than its database',
    reading('COMPLETE', { completedAt: NOW - 2 * HOUR, databaseAt: NOW - HOUR }),
    'older than what ECR knows',
  ],
  ['one whose time nobody tells', reading('COMPLETE'), 'it will do'],
  ['one that goes on', reading('IN_PROGRESS'), 'it will do'],
  ['one that watches', reading('ACTIVE', { completedAt: 0 }), 'it will do'],
  ['one of an image that none can be made of', reading('UNSUPPORTED_IMAGE'), 'it will do'],
])('with %s a scan is due: %s', (_, seen, because) => {
  expect(whyScan(seen, NOW) ?? 'it will do').toContain(because);
});

test('the scan before is told apart from the new one', () => {
  const old = reading('COMPLETE', { completedAt: 1 });
  expect(isOfScanBefore(old, reading('COMPLETE', { completedAt: 1, at: NOW + HOUR }))).toBe(true);
  expect(isOfScanBefore(old, reading('COMPLETE', { completedAt: 2 }))).toBe(false);
  expect(isOfScanBefore(old, reading('IN_PROGRESS'))).toBe(false);
  const failed = reading('FAILED');
  expect(isOfScanBefore(failed, reading('FAILED', { at: NOW + 59_999 }))).toBe(true);
  expect(isOfScanBefore(failed, reading('FAILED', { at: NOW + 60_000 }))).toBe(false);
});
