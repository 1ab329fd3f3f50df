import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import { countLeaders } from './even-leaders.ts';
import { countReplicas } from './even-replicas.ts';
import { type PlaceRequest, placeTopic } from './place-topic.ts';
import { Racks } from './racks.ts';
import type { Assignment } from './spread-racks.ts';

const DOWN = 9_999;

const brokersOf = (racks: readonly (string | null)[]) =>
  fc.uniqueArray(fc.record({ id: fc.integer({ min: 0, max: 2_000 }), rack: fc.constantFrom(...racks) }), {
    selector: ({ id }) => id,
    minLength: 1,
    maxLength: 9,
  });

const brokers = fc.oneof(brokersOf(['a', 'b', 'c']), brokersOf([null]));

/** The same number of replicas on each partition, anywhere; sometimes one on a broker that is down. */
const partition = (ids: readonly number[], factor: number): fc.Arbitrary<number[]> =>
  fc
    .tuple(
      fc.shuffledSubarray([...ids], { minLength: factor, maxLength: factor }),
      fc.integer({ min: 0, max: 20 }),
    )
    .map(([held, where]) => (where < factor ? held.with(where, DOWN) : held));

const request = (placement: 'rack-aware' | 'balanced'): fc.Arbitrary<PlaceRequest> =>
  brokers
    .chain((up) =>
      fc.record({ up: fc.constant(up), factor: fc.integer({ min: 1, max: Math.min(4, up.length) }) }),
    )
    .chain(({ up, factor }) => {
      const ids = up.map(({ id }) => id);
      return fc.record({
        topic: fc.constantFrom('posts', 'clicks', 'views', 'payments'),
        placement: fc.constant(placement),
        brokers: fc.constant(up),
        before: fc.array(partition(ids, factor), { maxLength: 14 }),
        added: fc.nat(8),
        factor: fc.constant(factor),
      });
    })
    .map((given) => ({ ...given, wanted: given.before }));

const rackAware = request('rack-aware');
const balanced = request('balanced');
const either = fc.oneof(rackAware, balanced);

const racksOf = ({ brokers: up, topic }: PlaceRequest): Racks => new Racks(up, topic);
const all = (given: PlaceRequest): Assignment => {
  const { existing, added } = placeTopic(given);
  return [...existing, ...added];
};
const ordered = (assignment: Assignment): string[] =>
  assignment.map((replicas) => replicas.toSorted((a, b) => a - b).join());
const gap = (counts: ReadonlyMap<number, number>): number =>
  Math.max(...counts.values()) - Math.min(...counts.values());
const movedIn = (before: Assignment, after: Assignment): number =>
  after.flatMap((replicas, index) => replicas.filter((id) => before[index]?.includes(id) !== true)).length;

test('every partition keeps its number of replicas, on different brokers, and new ones only where a broker is up', () => {
  fc.assert(
    fc.property(either, (given) => {
      const up = new Set(given.brokers.map(({ id }) => id));
      for (const [index, replicas] of all(given).entries()) {
        expect(replicas).toHaveLength(given.factor);
        expect(new Set(replicas).size).toBe(given.factor);
        const there = given.before[index] ?? [];
        expect(replicas.filter((id) => !there.includes(id) && !up.has(id))).toEqual([]);
      }
    }),
  );
});

test('the replicas of each partition are in as many racks as there can be', () => {
  fc.assert(
    fc.property(either, (given) => {
      const racks = racksOf(given);
      for (const replicas of all(given)) {
        const known = replicas.filter((id) => id !== DOWN);
        const unknown = replicas.length - known.length;
        const distinct = new Set(known.map(racks.rackOf)).size;
        expect(distinct + unknown).toBeGreaterThanOrEqual(Math.min(given.factor, racks.names.length));
      }
    }),
  );
});

test('rack-aware moves no more replicas than are too many in a rack, and no preferred leader', () => {
  fc.assert(
    fc.property(rackAware, (given) => {
      const racks = racksOf(given);
      const { existing } = placeTopic(given);
      for (const [index, before] of given.before.entries()) {
        const missing = Math.max(0, Math.min(given.factor, racks.names.length) - racks.spreadOf(before));
        expect(movedIn([before], [existing[index] ?? []])).toBe(missing);
        expect(existing[index]?.[0]).toBe(before[0]);
      }
    }),
  );
});

test('balanced: the brokers of each rack hold as many replicas as each other, give or take one', () => {
  fc.assert(
    fc.property(balanced, (given) => {
      const racks = racksOf(given);
      for (const rack of racks.names) {
        expect(gap(countReplicas(all(given), racks.inRack(rack)))).toBeLessThanOrEqual(1);
      }
    }),
  );
});

test('balanced: no replica leaves a rack that need not, and no more than are too many on a broker', () => {
  fc.assert(
    fc.property(balanced, (given) => {
      const racks = racksOf(given);
      fc.pre(given.before.every((replicas) => racks.isSpread(replicas)));
      const { existing } = placeTopic(given);
      const least = racks.names.map((rack) => {
        const counts = [...countReplicas(given.before, racks.inRack(rack)).values()].sort((a, b) => b - a);
        if ((counts[0] ?? 0) - (counts.at(-1) ?? 0) < 2) return 0;
        const total = counts.reduce((sum, count) => sum + count, 0);
        const [floor, more] = [Math.floor(total / counts.length), total % counts.length];
        const targets = counts.map((_, index) => floor + (index < more ? 1 : 0));
        return counts.reduce((sum, count, index) => sum + Math.max(0, count - (targets[index] ?? 0)), 0);
      });
      expect(movedIn(given.before, existing)).toBe(least.reduce((sum, count) => sum + count, 0));
    }),
  );
});

test('balanced: leaders are within one of each other where each broker holds each partition', () => {
  fc.assert(
    fc.property(balanced, fc.integer({ min: 1, max: 4 }), (given, count) => {
      const up = given.brokers.slice(0, count);
      const ids = up.map(({ id }) => id);
      const before = given.before.map(() => ids);
      const request_ = { ...given, brokers: up, before, wanted: before, factor: ids.length };
      expect(gap(countLeaders(all(request_), ids))).toBeLessThanOrEqual(1);
    }),
  );
});

test('what was placed is left as it is', () => {
  fc.assert(
    fc.property(either, (given) => {
      const before = all(given);
      expect(placeTopic({ ...given, before, wanted: before, added: 0 }).existing).toEqual(before);
    }),
  );
});

test('when some of the moves were made, whichever, the rest leads to the same brokers', () => {
  fc.assert(
    fc.property(either, fc.array(fc.boolean(), { minLength: 14, maxLength: 14 }), (given, made) => {
      const { existing, added } = placeTopic(given);
      const before = given.before.map((replicas, index) =>
        made[index] === true ? (existing[index] ?? replicas) : replicas,
      );
      const again = placeTopic({ ...given, before, wanted: before });
      expect(ordered(again.existing)).toEqual(ordered(existing));
      expect(ordered(again.added)).toEqual(ordered(added));
    }),
  );
});

test('the order of the brokers is irrelevant', () => {
  fc.assert(
    fc.property(either, (given) => {
      expect(all({ ...given, brokers: given.brokers.toReversed() })).toEqual(all(given));
    }),
  );
});
