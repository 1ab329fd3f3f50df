import { type Move, topicOf } from './moves.ts';
import { added, dropped } from './place-replicas.ts';
import type { ReplicaTopic, ReplicaView, RunningReassignment } from './replica-view.ts';

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
  return stale(byOthers(move));
}

const byOthers = ({ partition }: Move): string =>
  `somebody else began to reassign partition ${String(partition)}`;

/** The same while it is moved: a reassignment that runs is the move, unless it goes elsewhere. */
export function progressOf(move: Move, { topics, running }: ReplicaView): MoveState {
  const topic = topics.get(topicOf(move));
  if (topic === undefined) return stale('the topic is gone, or cannot be seen');
  if (topic.id !== move.change.operation.topicId) return stale('the topic was deleted and made again');
  const found = running.find((each) => each.topic === topicOf(move) && each.partition === move.partition);
  if (found !== undefined) return isMove(found, move) ? { kind: 'running' } : stale(byOthers(move));
  return restingState(move, topic);
}

function restingState(move: Move, topic: ReplicaTopic): MoveState {
  const now = topic.partitions.find(({ partition }) => partition === move.partition)?.replicas ?? [];
  if (same(now, move.after)) return { kind: 'done' };
  if (same(now, move.before)) return { kind: 'ready' };
  return stale(
    `partition ${String(move.partition)} had the replicas ${move.before.join(', ')} and has ${now.join(', ')} now`,
  );
}

const isMove = ({ adding, removing }: RunningReassignment, move: Move): boolean =>
  isWithin(adding, added(move)) && isWithin(removing, dropped(move));

const isWithin = (some: readonly number[], all: readonly number[]): boolean =>
  some.every((id) => all.includes(id));

const same = (a: readonly number[], b: readonly number[]): boolean => a.join() === b.join();

const stale = (because: string): MoveState => ({ kind: 'stale', because });
