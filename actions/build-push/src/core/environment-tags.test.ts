import { expect, test } from '@jest/globals';
import { tagOf } from '../../../../test/builders/image-place.ts';
import { environmentTag, promotionsOf, promotionTag } from './environment-tags.ts';

const AT = Date.UTC(2026, 10, 22, 0, 7, 5, 42);

test('an environment has one tag that moves, and one for each promotion', () => {
  expect(environmentTag('prod')).toBe('env-prod');
  expect(promotionTag('prod', AT)).toBe('promoted-prod-20261122T000705042Z');
});

test('promotions are listed from the newest, and only those of the environment', () => {
  const [first, second] = [promotionTag('prod', AT), promotionTag('prod', AT + 1)];
  const others = [
    'env-prod',
    'promoted-prod',
    'promoted-prod-eu-20261122T000705042Z',
    'promoted-prod-20261122',
  ].map(tagOf);
  expect(promotionsOf('prod', [tagOf(String(first)), ...others, tagOf(String(second))])).toEqual([
    second,
    first,
  ]);
  expect(promotionsOf('prod-eu', others)).toEqual(['promoted-prod-eu-20261122T000705042Z']);
});

test('a name that makes no tag makes none', () => {
  expect(environmentTag('a/b')).toBeUndefined();
  expect(promotionTag('x'.repeat(120), AT)).toBeUndefined();
});
