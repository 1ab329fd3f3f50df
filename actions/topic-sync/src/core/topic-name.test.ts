import { expect, test } from '@jest/globals';
import { collisionKey, parseTopicName } from './topic-name.ts';

test.each(['posts', 'a.b-c_D9', '_schemas', 'x'.repeat(249)])('%s is a topic name', (name) => {
  expect(parseTopicName(name)).toEqual({ ok: true, name });
});

test.each([
  ['', 'is not a topic name'],
  ['.', 'is not a topic name'],
  ['..', 'is not a topic name'],
  ['po sts', 'is not a topic name'],
  ['posts\n::error::x', '"posts\\n::error::x" is not a topic name'],
  ['größe', 'is not a topic name'],
  ['x'.repeat(250), '250 characters'],
  ['__consumer_offsets', 'is an internal topic'],
])('%j is refused', (name, what) => {
  expect(parseTopicName(name)).toMatchObject({ ok: false, what: expect.stringContaining(what) });
});

test('a.b and a_b collide, a-b does not', () => {
  expect(collisionKey('a.b')).toBe(collisionKey('a_b'));
  expect(collisionKey('a-b')).not.toBe(collisionKey('a_b'));
});
