import { describe, expect, test } from '@jest/globals';
import type { PartitionMove } from './place-replicas.ts';
import type { ThrottleView } from './replica-view.ts';
import { ownPartitions, removeOwn, slowBrokers, throttleMoves } from './throttle.ts';

const move: PartitionMove = { partition: 7, before: [1, 2], after: [1, 2, 3] };
const none = { topic: 'posts', leader: null, follower: null };
const LEADERS = 'leader.replication.throttled.replicas';
const FOLLOWERS = 'follower.replication.throttled.replicas';

describe('to set', () => {
  test('where the records come from and where they go, marked', () => {
    expect(throttleMoves([move], none)).toEqual([
      {
        type: 'topic',
        name: 'posts',
        operations: [
          { name: LEADERS, operation: 'append', value: '0007:1,0007:2' },
          { name: FOLLOWERS, operation: 'append', value: '0007:3' },
        ],
      },
    ]);
  });

  test('nothing for replicas that are only dropped, and nothing twice', () => {
    expect(throttleMoves([{ ...move, after: [1] }], none)).toEqual([]);
    const there = { topic: 'posts', leader: '0007:2,0007:1', follower: '0007:3' };
    expect(throttleMoves([move], there)).toEqual([]);
  });

  test('a topic of which somebody throttles everything needs no entries', () => {
    expect(throttleMoves([move], { topic: 'posts', leader: '*', follower: '*' })).toEqual([]);
  });

  test('a rate that somebody set stays', () => {
    const [change, ...others] = slowBrokers(
      [
        { broker: 1, leader: '1000', follower: null },
        { broker: 2, leader: '5', follower: '5' },
      ],
      52_428_800,
    );
    expect(others).toEqual([]);
    expect(change).toEqual({
      type: 'broker',
      name: '1',
      operations: [{ name: 'follower.replication.throttled.rate', operation: 'set', value: '00052428800' }],
    });
  });
});

describe('to remove', () => {
  const found: ThrottleView = {
    brokers: [
      { broker: 1, leader: '00052428800', follower: '1000' },
      { broker: 2, leader: '0', follower: null },
    ],
    topics: [
      { topic: 'posts', leader: '7:1,0007:1,0007:2', follower: '0007:3' },
      { topic: 'other', leader: '*', follower: '0:1,10:2,100:3' },
    ],
    silent: [],
  };

  test('ours go, those of others stay', () => {
    expect(removeOwn(found)).toEqual([
      {
        type: 'topic',
        name: 'posts',
        operations: [
          { name: LEADERS, operation: 'subtract', value: '0007:1,0007:2' },
          { name: FOLLOWERS, operation: 'delete', value: null },
        ],
      },
      {
        type: 'broker',
        name: '1',
        operations: [{ name: 'leader.replication.throttled.rate', operation: 'delete', value: null }],
      },
    ]);
  });

  test('they say which partitions were moved', () => {
    expect(ownPartitions(found.topics)).toEqual([{ topic: 'posts', partition: 7 }]);
  });
});
