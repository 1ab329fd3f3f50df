import { expect, test } from '@jest/globals';
import { tagOf } from '../../../../test/builders/image-place.ts';
import { newestFirst, timedTag } from './timed-tags.ts';

const AT = Date.UTC(2026, 10, 22, 0, 7, 5, 42);

test('a tag tells its time to the millisecond', () => {
  expect(timedTag('built', AT)).toBe('built-20261122T000705042Z');
});

test('a start that makes no tag makes none', () => {
  expect(timedTag('a/b', AT)).toBeUndefined();
  expect(timedTag('x'.repeat(120), AT)).toBeUndefined();
});

test('the newest comes first, and only what has this very start and a whole time', () => {
  const tags = [
    'built-20261122T000705042Z',
    'built-20261122T000705043Z',
    'built-early-20261122T000705044Z',
    'built-20261122',
    'built',
  ].map(tagOf);
  expect(newestFirst('built', tags)).toEqual(['built-20261122T000705043Z', 'built-20261122T000705042Z']);
});
