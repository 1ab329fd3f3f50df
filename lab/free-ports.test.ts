import { expect, test } from '@jest/globals';
import { freePorts } from './free-ports.ts';

test('a port is given once, though nothing listens on it yet', async () => {
  // Out of 17,000: two random choices of so many have one in common nearly always.
  const [first, second] = [await freePorts(300), await freePorts(300)];
  expect(new Set([...first, ...second]).size).toBe(600);
});
