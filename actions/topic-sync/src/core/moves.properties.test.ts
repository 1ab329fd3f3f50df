import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import { batchesOf, type Move, topicOf } from './moves.ts';
import type { Change, Reassignment } from './operation.ts';
import type { TopicThrottles } from './replica-view.ts';
import { listLength, MOST_LIST_LENGTH } from './throttle.ts';
import type { TopicName } from './topic.ts';

/** From three replicas to four or more, on brokers with ids of many digits. */
function growing(topic: string, partitions: number, brokers: readonly number[]): Change<Reassignment> {
  const moves = Array.from({ length: partitions }, (_, partition) => ({
    partition,
    before: brokers.slice(0, 3),
    after: brokers,
  }));
  const operation: Reassignment = {
    ...{ kind: 'change-replication-factor', topic: topic as TopicName, topicId: 'id' },
    ...{ before: 3, after: brokers.length, moves, assignment: [] },
  };
  return {
    ...{ operation, because: '', risk: 'slow', riskBecause: null, blocked: null, notValidated: null },
    ...{ standing: null, place: { file: '', line: 1, column: 1 } },
  };
}

const brokers = fc.uniqueArray(fc.integer({ min: 1, max: 2_000_000_000 }), { minLength: 4, maxLength: 6 });
const changes = fc
  .array(fc.tuple(fc.integer({ min: 1, max: 1_500 }), brokers), { minLength: 1, maxLength: 3 })
  .map((all) => all.map(([partitions, ids], index) => growing(`topic-${String(index)}`, partitions, ids)));
const foreign = fc.tuple(fc.nat({ max: 40_000 }), fc.nat({ max: 40_000 })).map(([leader, follower]) => ({
  leader: '7:1,'.repeat(leader / 4),
  follower: '8:1,'.repeat(follower / 4),
}));

function lengthOf(batch: readonly Move[], throttles: readonly TopicThrottles[]): number {
  const lengths = throttles.map((found) =>
    batch.some((move) => topicOf(move) === found.topic)
      ? listLength(
          batch.filter((move) => topicOf(move) === found.topic),
          found,
        )
      : 0,
  );
  return Math.max(...lengths);
}

test('no list of throttled replicas grows beyond what Kafka keeps, unless a single move would do it', () => {
  fc.assert(
    fc.property(changes, foreign, fc.integer({ min: 1, max: 1_000 }), (all, there, maxMoving) => {
      const throttles = all.map(({ operation: { topic } }) => ({ topic, ...there }));
      const batches = batchesOf(all, maxMoving, throttles);
      for (const batch of batches.filter(({ length }) => length > 1)) {
        expect(batch.length).toBeLessThanOrEqual(maxMoving);
        expect(lengthOf(batch, throttles)).toBeLessThanOrEqual(MOST_LIST_LENGTH);
      }
      const moved = batches.flat().map((move) => `${topicOf(move)} ${String(move.partition)}`);
      const wanted = all.flatMap(({ operation: { topic, moves } }) =>
        moves.map(({ partition }) => `${topic} ${String(partition)}`),
      );
      expect(moved).toEqual(wanted);
    }),
    { numRuns: 50 },
  );
});

test('a thousand partitions of one topic are two batches, and of two topics one', () => {
  const ids = [1001, 1002, 1003, 1004];
  const sizes = (all: readonly Change<Reassignment>[]): number[] =>
    batchesOf(all, 1_000).map(({ length }) => length);
  expect(sizes([growing('a', 1_000, ids)])).toEqual([863, 137]);
  expect(sizes([growing('a', 500, ids), growing('b', 500, ids)])).toEqual([1_000]);
});
