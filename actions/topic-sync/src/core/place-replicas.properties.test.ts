import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import { added, type PartitionReplicas, placeReplicas, type PlaceBroker } from './place-replicas.ts';

interface World {
  readonly brokers: readonly PlaceBroker[];
  readonly partitions: readonly PartitionReplicas[];
  readonly factor: number;
}

const brokers = fc.uniqueArray(
  fc.record({
    id: fc.integer({ min: 0, max: 2_000 }),
    rack: fc.constantFrom(null, 'a', 'b', 'c'),
    replicas: fc.nat(50),
  }),
  { selector: ({ id }) => id, minLength: 1, maxLength: 9 },
);

/** A partition on some brokers, one of which may be down; somebody who is in sync leads. */
const partition = (up: readonly number[], number: number): fc.Arbitrary<PartitionReplicas> =>
  fc
    .tuple(
      fc.shuffledSubarray([...up], { minLength: 1 }),
      fc.boolean(),
      fc.array(fc.nat(20), { minLength: 10, maxLength: 10 }),
    )
    .map(([held, withDown, picks]) => {
      const replicas = withDown ? [...held.slice(0, 1), 9_999, ...held.slice(1)] : held;
      const leader = held[(picks[0] ?? 0) % held.length] ?? -1;
      const inSync = held.filter((id, index) => id === leader || (picks[index + 1] ?? 9) > 5);
      return { partition: number, replicas, leader, inSync };
    });

const world: fc.Arbitrary<World> = brokers.chain((up) => {
  const ids = up.map(({ id }) => id);
  const partitions = fc
    .nat(8)
    .chain((last) => fc.tuple(...Array.from({ length: last + 1 }, (_, n) => partition(ids, n))));
  return fc.record({
    brokers: fc.constant(up),
    partitions,
    factor: fc.integer({ min: 1, max: ids.length }),
  });
});

const always = (holds: (world: World) => void): void => {
  fc.assert(fc.property(world, holds));
};

const place = ({ partitions, factor, brokers: up }: World) => placeReplicas(partitions, factor, up);

test('every partition gets the factor, on distinct brokers, and new replicas only where a broker is up', () => {
  always((given) => {
    const up = new Set(given.brokers.map(({ id }) => id));
    const moves = place(given);
    const moved = new Map(moves.map((move) => [move.partition, move.after]));
    for (const { partition: number, replicas } of given.partitions) {
      const after = moved.get(number) ?? replicas;
      expect(after).toHaveLength(given.factor);
      expect(new Set(after).size).toBe(given.factor);
    }
    expect(moves.flatMap(added).filter((id) => !up.has(id))).toEqual([]);
  });
});

test('no more moves than the factor needs: replicas are added or dropped, never both', () => {
  always((given) => {
    for (const move of place(given)) {
      const dropped = move.before.filter((id) => !move.after.includes(id)).length;
      expect(added(move)).toHaveLength(Math.max(0, given.factor - move.before.length));
      expect(dropped).toBe(Math.max(0, move.before.length - given.factor));
    }
  });
});

test('the leader is never dropped, nor the preferred one where it is in sync and there is room', () => {
  always((given) => {
    const byNumber = new Map(given.partitions.map((each) => [each.partition, each]));
    for (const { partition: number, before, after } of place(given)) {
      const { leader = -1, inSync = [] } = byNumber.get(number) ?? {};
      expect(after).toContain(leader);
      const preferred = before[0] ?? -1;
      const both = given.factor > 1 && inSync.includes(preferred);
      expect(both ? [preferred] : [preferred, leader]).toContain(after[0]);
    }
  });
});

test('racks are spread as evenly as they can be: no other broker would be better for an added replica', () => {
  always((given) => {
    const rackOf = new Map(given.brokers.map(({ id, rack }) => [id, rack]));
    const crowding = (ids: readonly number[]): number => {
      const known = ids.filter((id) => rackOf.has(id));
      const counts = [...Map.groupBy(known, (id) => rackOf.get(id)).values()];
      return counts.reduce((sum, { length }) => sum + length ** 2, 0);
    };
    for (const { after, ...move } of place(given)) {
      const others = [...rackOf.keys()].filter((id) => !after.includes(id));
      const swapped = added({ ...move, after }).flatMap((id) =>
        others.map((other) => crowding(after.map((each) => (each === id ? other : each)))),
      );
      expect(swapped.filter((crowd) => crowd < crowding(after))).toEqual([]);
    }
  });
});

test('the order of partitions and brokers is irrelevant', () => {
  always((given) => {
    const turned = {
      ...given,
      partitions: given.partitions.toReversed(),
      brokers: given.brokers.toReversed(),
    };
    expect(place(turned)).toEqual(place(given));
  });
});

test('what was placed needs no more moves', () => {
  always((given) => {
    const moved = new Map(place(given).map((move) => [move.partition, move.after]));
    const partitions = given.partitions.map((each) => ({
      ...each,
      replicas: moved.get(each.partition) ?? each.replicas,
    }));
    expect(place({ ...given, partitions })).toEqual([]);
  });
});
