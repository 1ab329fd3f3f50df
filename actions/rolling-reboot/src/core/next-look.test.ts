import { expect, test } from '@jest/globals';
import { aFlight, inCycle, SETTINGS } from '../../../../test/builders/progress.ts';
import { nextLook } from './next-look.ts';

test.each([
  ['the interval', [], 5_000, 5_000],
  ['the interval while a node stops', [aFlight(1)], 5_000, 5_000],
  ['a second while one reboots', [aFlight(1), aFlight(2, { phase: 'rebooting' })], 5_000, 1_000],
  ['no longer than asked for', [aFlight(2, { phase: 'rebooting' })], 300, 300],
] as const)('the next look comes after %s', (_, flights, pollInterval, wait) => {
  expect(nextLook(inCycle({ flights: [...flights] }), { ...SETTINGS, pollInterval }, 0)).toBe(wait);
});

test.each([
  [80, 4_920],
  [2_500, 2_500],
  [60_000, 2_500],
  [-3_600_000, 5_000],
])('of an interval of 5 s, a look of %d ms leaves %d ms to wait', (lookedFor, wait) => {
  expect(nextLook(inCycle(), { ...SETTINGS, pollInterval: 5_000 }, lookedFor)).toBe(wait);
});
