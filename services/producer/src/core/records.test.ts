import { expect, test } from '@jest/globals';
import { generated, mostBytes, recordsIn } from './records.ts';

test.each([
  ['{"key":"a","value":"1"}', [{ key: 'a', value: '1' }]],
  ['[{"value":{"n":1}},{"value":2}]', [{ value: '{"n":1}' }, { value: '2' }]],
])('%s is read', (body, value) => {
  expect(recordsIn(body)).toEqual({ ok: true, value });
});

test.each([
  ['nonsense', ['the body']],
  ['[{"value":1},{"key":1,"value":2},3]', ['record 1', 'record 2']],
  ['{"key":"a"}', ['record 0']],
])('%s is refused', (body, places) => {
  const read = recordsIn(body);
  expect(read.ok ? [] : read.problems.map(({ where }) => where)).toEqual(places);
});

test('generated records go round their keys', () => {
  expect([0, 1, 2].map((sequence) => generated(sequence, 2).key)).toEqual(['key-0', 'key-1', 'key-0']);
});

test('bytes are counted at most', () => {
  expect(mostBytes({ key: 'ä', value: '€' })).toBeGreaterThanOrEqual(5);
});
