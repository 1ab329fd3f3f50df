import { expect, test } from '@jest/globals';
import { isAuthorized } from './authorized-operations.ts';

test('a bit names an operation', () => {
  const described = 1 << 8;
  expect(isAuthorized(described, 'Describe')).toBe(true);
  expect(isAuthorized(described, 'Alter')).toBe(false);
  expect(isAuthorized(0, 'Describe')).toBe(false);
});

test('nothing is authorized where nothing was asked', () => {
  expect(isAuthorized(-2_147_483_648, 'Read')).toBe(false);
});
