import { describe, expect, test } from '@jest/globals';
import { aPartition, NIGHT, seenOf } from '../../../../test/builders/fleet.ts';
import { missingTopics, recordTopics, visibleTopics } from './topic-baseline.ts';

const entry = { cycle: 'cycle-1', at: NIGHT, run: 'run-1' };
const seeing = (...topics: readonly string[]) =>
  seenOf(
    [1, 2],
    topics.map((topic) => aPartition([1, 2], { topic })),
  );

test('what any broker shows is visible', () => {
  expect([...visibleTopics(seeing('orders', 'logs', 'orders'))]).toEqual(['orders', 'logs']);
});

describe('topics that the last cycle saw', () => {
  const records = recordTopics(entry, ['orders', 'logs']);

  test('are missing when this look does not show them', () => {
    expect(missingTopics(records, seeing('logs', 'new'))).toEqual(['orders']);
    expect(missingTopics(records, seeing())).toEqual(['orders', 'logs']);
    expect(missingTopics([], seeing('logs'))).toEqual([]);
  });

  test('are those of the last cycle that recorded any', () => {
    const later = recordTopics({ ...entry, cycle: 'cycle-2' }, ['logs']);
    const opened = { ...entry, cycle: 'cycle-3', state: 'cycle-opened', nodes: [], selection: '' } as const;
    expect(missingTopics([...records, ...later, opened], seeing())).toEqual(['logs']);
  });

  test('are spread over records that Kafka takes, and none is lost', () => {
    const names = Array.from({ length: 10_000 }, (_, index) => `${'x'.repeat(240)}-${String(index)}`);
    const parts = recordTopics(entry, names);
    expect(parts).toHaveLength(5);
    for (const part of parts) expect(JSON.stringify(part).length).toBeLessThan(1_048_576 / 2 + 50_000);
    expect(missingTopics(parts, seeing())).toEqual(names);
  });
});
