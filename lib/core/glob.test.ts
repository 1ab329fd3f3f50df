import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import { matchesGlob } from './glob.ts';

test.each([
  ['posts', 'posts', true],
  ['posts', 'postscript', false],
  ['post', 'posts', false],
  ['', '', true],
  ['*', '', true],
  ['p*', 'posts', true],
  ['*s', 'posts', true],
  ['p*t*', 'posts', true],
  ['p*t', 'posts', false],
  ['post?', 'posts', true],
  ['post?', 'post', false],
  ['a.b', 'a_b', false],
  ['**a**', 'bab', true],
  ['[ab]', 'a', false],
  ['(a|b)+', '(a|b)+', true],
])('%j against %j: %j', (pattern, name, expected) => {
  expect(matchesGlob(pattern, name)).toBe(expected);
});

test('it is what a regular expression says', () => {
  const letters = fc.string({ unit: fc.constantFrom('a', 'b', '.'), maxLength: 8 });
  const patterns = fc.string({ unit: fc.constantFrom('a', 'b', '.', '*', '?'), maxLength: 6 });
  fc.assert(
    fc.property(patterns, letters, (pattern, name) => {
      const source = pattern
        .replaceAll('.', String.raw`\.`)
        .replace(/\*+/g, '.*')
        .replaceAll('?', '.');
      expect(matchesGlob(pattern, name)).toBe(new RegExp(`^${source}$`).test(name));
    }),
  );
});

test('a pattern that is made to take for ever takes no time', () => {
  const began = performance.now();
  expect(matchesGlob(`${'*a'.repeat(40)}*b`, 'a'.repeat(249))).toBe(false);
  expect(performance.now() - began).toBeLessThan(1_000);
});
