import { describe, expect, test } from '@jest/globals';
import { type ConsumedRecord, type Testimony, judge } from './witness-verdict.ts';

/** `a1 a2 b1` as records of one partition, in this order, each at the next offset. */
function log(text: string): ConsumedRecord[] {
  const names = text.split(' ').filter((name) => name !== '');
  return names.map((name, offset) => ({ partition: 0, offset: String(offset), ...record(name) }));
}

const record = (name: string) => ({ key: name.charAt(0), sequence: Number(name.slice(1)) });

function testimony(acknowledged: string, consumed: readonly ConsumedRecord[]): Testimony {
  const names = acknowledged.split(' ').filter((name) => name !== '');
  return {
    produced: names.length,
    acknowledged: names.map(record),
    refused: 0,
    consumed,
    acknowledgedAt: [],
    consumedAt: [],
  };
}

describe('judge', () => {
  test.each([
    ['all seen in order', 'a0 a1 b0', 'a0 b0 a1', { consumed: 3, lost: 0, duplicated: 0, reordered: 0 }],
    [
      'an acknowledged record never seen',
      'a0 a1 a2',
      'a0 a2',
      { consumed: 2, lost: 1, duplicated: 0, reordered: 0 },
    ],
    ['nothing seen at all', 'a0 a1', '', { consumed: 0, lost: 2, duplicated: 0, reordered: 0 }],
    ['a retried record', 'a0 a1 a2', 'a0 a1 a1 a2', { consumed: 3, lost: 0, duplicated: 1, reordered: 0 }],
    [
      'a late copy is a duplicate only',
      'a0 a1',
      'a0 a1 a0',
      { consumed: 2, lost: 0, duplicated: 1, reordered: 0 },
    ],
    ['two of a key swapped', 'a0 a1 a2', 'a0 a2 a1', { consumed: 3, lost: 0, duplicated: 0, reordered: 1 }],
    ['keys among each other are free', 'a0 a1 b0 b1', 'b0 b1 a0 a1', { reordered: 0, lost: 0 }],
    ['seen though never acknowledged', 'a0', 'a0 a1', { consumed: 2, lost: 0, duplicated: 0, reordered: 0 }],
    ['lost and reordered at once', 'a0 a1 a2 a3', 'a3 a1', { consumed: 2, lost: 2, reordered: 1 }],
  ])('%s', (_, acknowledged, consumed, expected) => {
    expect(judge(testimony(acknowledged, log(consumed)))).toMatchObject(expected);
  });

  test('a record delivered again from the same offset is not a duplicate', () => {
    const records = log('a0 a1 a2');
    const verdict = judge(testimony('a0 a1 a2', [...records, ...records.slice(1)]));
    expect(verdict).toMatchObject({ consumed: 3, duplicated: 0, reordered: 0, lost: 0 });
  });

  test('names what was lost and what came out of order', () => {
    const { examples } = judge(testimony('a0 a1 a2', log('a2 a1')));
    expect(examples).toEqual(['lost a#0', 'reordered a#1 at 0:1']);
  });

  test('finds the longest gaps and keeps the refused count', () => {
    const verdict = judge({
      ...testimony('', []),
      refused: 3,
      acknowledgedAt: [10, 20, 950, 960],
      consumedAt: [15],
    });
    expect(verdict).toMatchObject({ refused: 3, longestProduceGapMs: 930, longestConsumeGapMs: 0 });
  });
});
