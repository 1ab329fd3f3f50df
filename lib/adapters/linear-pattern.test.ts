import { expect, test } from '@jest/globals';
import { linearPattern } from './linear-pattern.ts';

test.each([
  ['^team-', 'team-a', true],
  ['^team-', 'a-team-', false],
  ['am', 'team', true],
  ['^[a-z][a-z0-9.-]*$', 'posts.v1', true],
  ['^[a-z][a-z0-9.-]*$', 'Posts', false],
  [String.raw`^(orders|posts)\.\w+$`, 'posts.v1', true],
  [String.raw`^\p{Lu}`, 'Ä', true],
])('%s in %s: %j', (source, text, expected) => {
  expect(linearPattern(source)?.test(text)).toBe(expected);
});

test.each(['(', '[', '^(?!x)', '(?<=a)b', String.raw`(a)\1`, '(a{1000}){1000}'])('%s is none', (source) => {
  expect(linearPattern(source)).toBeUndefined();
});

test.each(['^(a+)+$', '^((a*)*)*$', '^(a|a)*$', '^(.*a){20}$'])('%s takes no time', (source) => {
  const began = performance.now();
  expect(linearPattern(source)?.test(`${'a'.repeat(248)}-`)).toBe(false);
  expect(performance.now() - began).toBeLessThan(2_000);
});
