import { expect, test } from '@jest/globals';
import { readRecords } from './read-records.ts';

const LEFT = { state: 'left', node: 'broker-1', cycle: 'c', at: 1, run: 'r' };
const raw = (...values: readonly string[]) =>
  values.map((value, index) => ({ value, offset: BigInt(index + 10) }));

test('records that can be read are read in their order, and nothing is said', () => {
  const later = { ...LEFT, at: 2 };
  expect(readRecords(raw(JSON.stringify(LEFT), JSON.stringify(later)))).toEqual({
    records: [LEFT, later],
    warning: undefined,
  });
});

test('all others are passed over with one warning', () => {
  expect(readRecords(raw(JSON.stringify(LEFT), 'hello', '{}'))).toEqual({
    records: [LEFT],
    warning:
      'records of the state topic that cannot be read and are passed over: 2, the first at offset 11 (it is no JSON object)',
  });
});
