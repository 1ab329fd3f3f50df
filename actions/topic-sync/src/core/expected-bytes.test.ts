import { describe, expect, test } from '@jest/globals';
import { expectedBytes } from './expected-bytes.ts';

const DAY = 86_400_000n;
const WEEK = { time: 7n * DAY, bytes: 'infinite' } as const;
const SMALL = { time: 7n * DAY, bytes: 1_000n } as const;

describe('how long a replica gets', () => {
  test('as many times as long as its records are kept longer', () => {
    expect(expectedBytes(700, { now: WEEK, after: { ...WEEK, time: 14n * DAY } })).toBe(1_400);
  });

  test('never longer than its bytes let it, nor shorter than it is', () => {
    const after = { time: 'infinite', bytes: 900n } as const;
    expect(expectedBytes(700, { now: WEEK, after })).toBe(900);
    expect(expectedBytes(1_200, { now: WEEK, after })).toBe(1_200);
  });

  test('without an end where records are kept without end', () => {
    expect(expectedBytes(700, { now: WEEK, after: { ...WEEK, time: 'infinite' } })).toBe(Infinity);
  });

  test('as long as more bytes let it where bytes ended it until now, and without a known end where none do', () => {
    expect(expectedBytes(950, { now: SMALL, after: { ...SMALL, bytes: 5_000n } })).toBe(5_000);
    expect(expectedBytes(950, { now: SMALL, after: WEEK })).toBe(Infinity);
  });

  test('as it is where more bytes are allowed and time ends it before', () => {
    expect(expectedBytes(400, { now: SMALL, after: { ...SMALL, bytes: 5_000n } })).toBe(400);
  });
});
