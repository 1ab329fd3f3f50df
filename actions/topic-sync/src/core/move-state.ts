import { type Move, topicOf } from './moves.ts';
import type { ReplicaView } from './replica-view.ts';

/**
 * `ready`: the partition is as the plan saw it. `done`: as it wants it. `running`: it is being moved, by us or by
 * somebody else.
 */
export type MoveState =
  { readonly kind: 'ready' | 'done' | 'running' } | { readonly kind: 'stale'; readonly because: string };

/** Compares a partition, read right before its move, with what the plan saw; one that others move is left alone. */
export function moveState(move: Move, view: ReplicaView): MoveState {
  const found = progressOf(move, view);
  if (found.kind !== 'running') return found;
  return stale(`somebody else began to reassign partition ${String(move.partition)}`);
}

/** The same while it is moved, where a reassignment that runs is the expected one. */
export function progressOf(move: Move, { topics, running }: ReplicaView): MoveState {
  const topic = topics.get(topicOf(move));
  if (topic === undefined) return stale('the topic is gone, or cannot be seen');
  if (topic.id !== move.change.operation.topicId) return stale('the topic was deleted and made again');
  const isThis = (each: { readonly topic: string; readonly partition: number }): boolean =>
    each.topic === topicOf(move) && each.partition === move.partition;
  if (running.some(isThis)) return { kind: 'running' };
  const now = topic.partitions.find(({ partition }) => partition === move.partition)?.replicas ?? [];
  if (same(now, move.after)) return { kind: 'done' };
  if (same(now, move.before)) return { kind: 'ready' };
  return stale(
    `partition ${String(move.partition)} had the replicas ${move.before.join(', ')} and has ${now.join(', ')} now`,
  );
}

const same = (a: readonly number[], b: readonly number[]): boolean => a.join() === b.join();

const stale = (because: string): MoveState => ({ kind: 'stale', because });
