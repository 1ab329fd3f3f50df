import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import { formatDuration, parseDuration } from './duration.ts';

test.each([
  ['0s', 0],
  ['1500ms', 1_500],
  ['30s', 30_000],
  [' 5m ', 300_000],
  ['2h', 7_200_000],
  ['7d', 604_800_000],
  ['1w', 604_800_000],
])('%j is %d ms', (text, milliseconds) => {
  expect(parseDuration(text)).toBe(milliseconds);
});

test.each([
  '',
  '5',
  's',
  '5 m',
  '1.5h',
  '-1s',
  '+1s',
  '1h30m',
  '5M',
  '1e3s',
  '٣s',
  '99999999999999999d',
  'Infinityd',
])('%j is not written like that', (text) => {
  expect(parseDuration(text)).toBeUndefined();
});

test.each([
  [0, '0.0s'],
  [449, '0.4s'],
  [9_900, '9.9s'],
  [10_000, '10s'],
  [59_499, '59s'],
  [59_500, '1m00s'],
  [185_000, '3m05s'],
  [3_599_499, '59m59s'],
  [3_599_500, '1h00m'],
  [7_620_000, '2h07m'],
  [360_000_000, '100h00m'],
])('%d ms are told as %s', (milliseconds, text) => {
  expect(formatDuration(milliseconds)).toBe(text);
});

test('no count of minutes or seconds is ever 60', () => {
  fc.assert(
    fc.property(fc.integer({ min: 0, max: 1e9 }), (milliseconds) => {
      expect(formatDuration(milliseconds)).not.toMatch(/^60s|60[ms]$/);
    }),
  );
});
