import type { Change, Reassignment } from './operation.ts';
import { added, type PartitionMove } from './place-replicas.ts';
import type { TopicThrottles } from './replica-view.ts';
import { listLength, MOST_LIST_LENGTH } from './throttle.ts';

/** One partition to be moved, and the change of the plan that it belongs to. */
export interface Move extends PartitionMove {
  readonly change: Change<Reassignment>;
}

export const topicOf = ({ change }: Move): Reassignment['topic'] => change.operation.topic;

/** `topic-3`, as Kafka names its folders. */
export const partitionKey = (topic: string, partition: number): string => `${topic}-${String(partition)}`;

/** Others may add to a list of throttled replicas between the look at it and the write. */
const ROOM_FOR_OTHERS = 2_000;

/**
 * What is moved together, in the order of the plan: so many partitions at most, and of one topic no more than its lists
 * of throttled replicas have room for. A move for which there is no room at all is alone.
 */
export function batchesOf(
  changes: readonly Change<Reassignment>[],
  maxMoving: number,
  throttles: readonly TopicThrottles[] = [],
): Move[][] {
  const lists = new Map(throttles.map((found) => [found.topic, found]));
  const batches: Move[][] = [];
  const room = new Map<string, number>();
  const left = (topic: string): number => room.get(topic) ?? roomOf(lists.get(topic));
  for (const move of changes.flatMap(movesOf)) {
    const topic = topicOf(move);
    const batch = batches.at(-1);
    if (batch !== undefined && batch.length < maxMoving && lengthOf(move) <= left(topic)) batch.push(move);
    else {
      batches.push([move]);
      room.clear();
    }
    room.set(topic, left(topic) - lengthOf(move));
  }
  return batches;
}

const movesOf = (change: Change<Reassignment>): Move[] =>
  change.operation.moves.map((move) => ({ ...move, change }));

const NOTHING: TopicThrottles = { topic: '', leader: null, follower: null };

const roomOf = (found = NOTHING): number => MOST_LIST_LENGTH - ROOM_FOR_OTHERS - listLength([], found);

/** With the comma before it. */
const lengthOf = (move: Move): number => listLength([move], NOTHING) + 1;

/** A broker takes records in as a follower and gives them out as a leader. */
export type Side = 'follower' | 'leader';

/** By side and broker. */
export type Traffic = Readonly<Record<Side, ReadonlyMap<number, number>>>;

/** What goes in and out of each broker, where so much goes for each replica that a move adds. */
export function trafficOf(
  moves: readonly Move[],
  leaderOf: (move: Move) => number,
  amountOf: (move: Move) => number,
): Traffic {
  const traffic = { follower: new Map<number, number>(), leader: new Map<number, number>() };
  const count = (side: Side, broker: number, amount: number): void => {
    traffic[side].set(broker, (traffic[side].get(broker) ?? 0) + amount);
  };
  for (const move of moves) {
    for (const broker of added(move)) {
      count('follower', broker, amountOf(move));
      count('leader', leaderOf(move), amountOf(move));
    }
  }
  return traffic;
}
