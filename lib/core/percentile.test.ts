import { expect, test } from '@jest/globals';
import { percentile } from './percentile.ts';

test.each<[number[], number, number]>([
  [[3, 1, 2], 50, 2],
  [[3, 1, 2], 90, 3],
  [[3, 1, 2], 0, 1],
  [[1, 2], 50, 1],
  [[1, 2], 90, 2],
  [[7], 95, 7],
  [[], 50, Number.NaN],
])('of %j at %d %%: %d', (values, percent, expected) => {
  expect(percentile(values, percent)).toBe(expected);
});
