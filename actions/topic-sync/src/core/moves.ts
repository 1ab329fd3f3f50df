import { inChunks } from '../../../../lib/core/in-chunks.ts';
import type { Change, Reassignment } from './operation.ts';
import { added, type PartitionMove } from './place-replicas.ts';

/** One partition to be moved, and the change of the plan that it belongs to. */
export interface Move extends PartitionMove {
  readonly change: Change<Reassignment>;
}

export const topicOf = ({ change }: Move): Reassignment['topic'] => change.operation.topic;

/** `topic-3`, as Kafka names its folders. */
export const partitionKey = (topic: string, partition: number): string => `${topic}-${String(partition)}`;

/** What is moved together, in the order of the plan: so many partitions at most. */
export function batchesOf(changes: readonly Change<Reassignment>[], maxMoving: number): Move[][] {
  const moves = changes.flatMap((change) => change.operation.moves.map((move) => ({ ...move, change })));
  return inChunks(moves, maxMoving);
}

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
