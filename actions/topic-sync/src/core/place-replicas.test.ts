import { describe, expect, test } from '@jest/globals';
import { type PartitionReplicas, placeReplicas, type PlaceBroker } from './place-replicas.ts';

const broker = (id: number, rack: string | null = null, replicas = 0): PlaceBroker => ({
  id,
  rack,
  replicas,
});
const partition = (
  number: number,
  replicas: readonly number[],
  rest: Partial<PartitionReplicas> = {},
): PartitionReplicas => ({
  partition: number,
  replicas,
  leader: replicas[0] ?? -1,
  inSync: replicas,
  ...rest,
});
const after = (
  partitions: PartitionReplicas[],
  factor: number,
  brokers: PlaceBroker[],
): (readonly number[])[] => placeReplicas(partitions, factor, brokers).map((move) => move.after);

const THREE = [broker(1, 'a'), broker(2, 'b'), broker(3, 'c')];

describe('up', () => {
  test('the rack that has none comes before the broker that has least', () => {
    const brokers = [broker(1, 'a'), broker(2, 'a'), broker(3, 'b', 100)];
    expect(after([partition(0, [1])], 2, brokers)).toEqual([[1, 3]]);
  });

  test('broker ids with gaps, and brokers without racks', () => {
    const brokers = [broker(7, null, 3), broker(1001, null, 1), broker(40, null, 2)];
    expect(after([partition(0, [40])], 2, brokers)).toEqual([[40, 1001]]);
  });

  test('the partitions of a topic are spread over the brokers', () => {
    const partitions = [0, 1, 2, 3].map((number) => partition(number, [1]));
    const gained = after(partitions, 2, THREE).map((replicas) => replicas[1]);
    expect(gained).toEqual([2, 3, 2, 3]);
  });

  test('a replica on a broker that is down counts, and stays', () => {
    expect(after([partition(0, [1, 9], { inSync: [1] })], 3, THREE)).toEqual([[1, 9, 2]]);
  });
});

describe('down', () => {
  test('the preferred leader stays, and so does another leader', () => {
    expect(after([partition(0, [1, 2, 3], { leader: 3 })], 2, THREE)).toEqual([[1, 3]]);
  });

  test('the leader stays where there is room for one only', () => {
    expect(after([partition(0, [1, 2, 3], { leader: 3 })], 1, THREE)).toEqual([[3]]);
  });

  test('what is out of sync goes first, even the preferred leader; then who leads is preferred', () => {
    expect(after([partition(0, [1, 2, 3], { inSync: [1, 2] })], 2, THREE)).toEqual([[1, 2]]);
    expect(after([partition(0, [1, 2, 3], { leader: 3, inSync: [2, 3] })], 2, THREE)).toEqual([[3, 2]]);
  });

  test('the rack with two loses one', () => {
    const brokers = [broker(1, 'a'), broker(2, 'b'), broker(3, 'b')];
    expect(after([partition(0, [2, 1, 3])], 2, brokers)).toEqual([[2, 1]]);
  });
});

test('partitions that differ among themselves meet in the middle, and the right ones are left alone', () => {
  const partitions = [partition(0, [1]), partition(1, [2, 3]), partition(2, [3, 1, 2])];
  const moves = placeReplicas(partitions, 2, THREE);
  expect(moves.map((move) => [move.partition, move.before.length, move.after.length])).toEqual([
    [0, 1, 2],
    [2, 3, 2],
  ]);
});
