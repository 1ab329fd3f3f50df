import { expect, test } from '@jest/globals';
import { isDigest, parseDigest, parseRepositoryName, parseTag } from './image-reference.ts';

const HEX = 'a1'.repeat(32);

test.each(['app', 'team/app', 'a.b/c_d/e__f/g--h', '0', 'a'.repeat(255)])('the repository %s', (text) => {
  expect(parseRepositoryName(text)).toBe(text);
});

test.each([
  '',
  'App',
  '/app',
  'app/',
  'a//b',
  'a..b',
  'a___b',
  '-a',
  'a_',
  '../a',
  'a b',
  'a\n',
  'a:b',
  'a@b',
  'a%2fb',
  'a'.repeat(256),
])('no repository: %j', (text) => {
  expect(parseRepositoryName(text)).toBeUndefined();
});

test.each(['latest', 'v1.2.3-rc_1', '_x', 'A', 'a'.repeat(128)])('the tag %s', (text) => {
  expect(parseTag(text)).toBe(text);
});

test.each(['', '.a', '-a', 'a/b', 'a:b', 'a b', 'a\n', 'ä', 'a'.repeat(129)])('no tag: %j', (text) => {
  expect(parseTag(text)).toBeUndefined();
});

test.each([
  '',
  HEX,
  `sha256:${HEX.toUpperCase()}`,
  `sha256:${HEX}0`,
  `sha256:${HEX}\n`,
  `sha512:${HEX}${HEX}`,
  `md5:${HEX}`,
])('no digest: %j', (text) => {
  expect(parseDigest(text)).toBeUndefined();
});

test('a digest is not taken for a tag', () => {
  const digest = parseDigest(`sha256:${HEX}`);
  const tag = parseTag(`sha256-${HEX}`);
  expect(digest === undefined ? undefined : isDigest(digest)).toBe(true);
  expect(tag === undefined ? undefined : isDigest(tag)).toBe(false);
});

test('a name made to slow a pattern down is judged at once', () => {
  expect(parseRepositoryName(`${'a-'.repeat(120)}!`)).toBeUndefined();
});
