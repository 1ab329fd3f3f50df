import { expect, test } from '@jest/globals';
import { seededRandom } from './seeded-random.ts';

const draws = (seed: number, count: number): number[] => {
  const random = seededRandom(seed);
  return Array.from({ length: count }, random);
};

test('the same seed gives the same numbers, another one others', () => {
  expect(draws(1, 5)).toEqual(draws(1, 5));
  expect(draws(1, 5)).not.toEqual(draws(2, 5));
});

test('they lie in [0, 1), and half of them below a half', () => {
  const numbers = draws(7, 10_000);
  expect(numbers.every((number) => number >= 0 && number < 1)).toBe(true);
  const below = numbers.filter((number) => number < 0.5).length;
  expect(Math.abs(below - 5_000)).toBeLessThan(200);
});
