import { expect, test } from '@jest/globals';
import { tagOf } from '../../../../test/builders/image-place.ts';
import { environmentTag, marksOf, promotionTag, rollbackTag } from './environment-tags.ts';

const AT = Date.UTC(2026, 10, 22, 0, 7, 5, 42);

test('an environment has one tag that moves, and one for each promotion', () => {
  expect(environmentTag('prod')).toBe('env-prod');
  expect(promotionTag('prod', AT)).toBe('promoted-prod-20261122T000705042Z');
  expect(rollbackTag('prod', AT)).toBe('rolled-back-prod-20261122T000705042Z');
});

test('what happened is listed from the newest, and only that of the environment', () => {
  const [first, back] = [promotionTag('prod', AT), rollbackTag('prod', AT + 1)];
  const second = promotionTag('prod', AT + 2);
  const others = [
    'env-prod',
    'promoted-prod',
    'promoted-prod-eu-20261122T000705042Z',
    'promoted-prod-20261122',
  ].map(tagOf);
  const tags = [first, back, ...others, second].map((tag) => tagOf(String(tag)));
  expect(marksOf('prod', tags)).toEqual([
    { kind: 'promoted', tag: second },
    { kind: 'rolled-back', tag: back },
    { kind: 'promoted', tag: first },
  ]);
  expect(marksOf('prod-eu', tags)).toEqual([
    { kind: 'promoted', tag: 'promoted-prod-eu-20261122T000705042Z' },
  ]);
});

test('a name that makes no tag makes none', () => {
  expect(environmentTag('a/b')).toBeUndefined();
  expect(promotionTag('x'.repeat(120), AT)).toBeUndefined();
});
