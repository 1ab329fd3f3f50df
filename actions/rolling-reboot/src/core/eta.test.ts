import { expect, test } from '@jest/globals';
import { NIGHT } from '../../../../test/builders/fleet.ts';
import { aForecast } from '../../../../test/builders/forecast.ts';
import { eta } from './eta.ts';

const MINUTE = 60_000;
/** 9 nodes in 90 minutes, or in 120 when it goes badly. */
const FORECAST = aForecast({ remaining: 9, p50: 90 * MINUTE, p90: 120 * MINUTE });

test.each<[number, number, string]>([
  [1, 5, '1 of 9 done, about 1h20m left (p90 1h46m)'],
  [3, 15, '3 of 9 done, about 30m00s left (p90 40m00s)'],
  [9, 60, '9 of 9 done'],
])('after %d nodes and %d minutes: %s', (done, minutes, text) => {
  expect(eta({ nodes: 9, done, now: NIGHT + minutes * MINUTE }, FORECAST)).toBe(text);
});

test('the nodes of an earlier run are done, and say nothing about the pace of this one', () => {
  const forecast = { ...FORECAST, remaining: 4, p50: 40 * MINUTE, p90: 40 * MINUTE };
  expect(eta({ nodes: 9, done: 6, now: NIGHT + MINUTE }, forecast)).toBe(
    '6 of 9 done, about 30m00s left (p90 30m00s)',
  );
});

test('without a forecast nothing is promised', () => {
  expect(eta({ nodes: 9, done: 1, now: NIGHT }, null)).toBe('1 of 9 done');
});
