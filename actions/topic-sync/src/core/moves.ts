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

/** What goes in or out of one broker for each move that needs it: by broker. */
export function trafficOf(
  moves: readonly Move[],
  leaderOf: (move: Move) => number,
  amount: (move: Move) => number,
): { readonly into: Map<number, number>; readonly outOf: Map<number, number> } {
  const [into, outOf] = [new Map<number, number>(), new Map<number, number>()];
  for (const move of moves) {
    for (const broker of added(move)) {
      into.set(broker, (into.get(broker) ?? 0) + amount(move));
      outOf.set(leaderOf(move), (outOf.get(leaderOf(move)) ?? 0) + amount(move));
    }
  }
  return { into, outOf };
}
