import { moveState, type MoveState } from './core/move-state.ts';
import { type Move, topicOf } from './core/moves.ts';
import { dropped } from './core/place-replicas.ts';
import { effective, type TopicName } from './core/topic.ts';
import { whyKept } from './core/why-kept.ts';
import type { MoveTools } from './move-tools.ts';

export interface SeenMove {
  readonly move: Move;
  readonly state: MoveState;
}

/** How partitions are right before they are moved: what the plan saw may be hours old. */
export async function lookAtMoves(moves: readonly Move[], tools: MoveTools): Promise<SeenMove[]> {
  const minimums = await minimumsOf(
    moves.filter((move) => dropped(move).length > 0),
    tools,
  );
  const view = await tools.cluster.replicas([...new Set(moves.map(topicOf))]);
  return moves.map((move) => {
    const state = moveState(move, view);
    if (state.kind !== 'ready') return { move, state };
    const because = whyKept(move, view, minimums.get(topicOf(move)) ?? Number.POSITIVE_INFINITY);
    return { move, state: because === null ? state : { kind: 'stale', because } };
  });
}

/** Their min.insync.replicas, where it can be seen. */
async function minimumsOf(
  moves: readonly Move[],
  { cluster }: MoveTools,
): Promise<ReadonlyMap<TopicName, number>> {
  const minimums = new Map<TopicName, number>();
  if (moves.length === 0) return minimums;
  for (const [name, found] of await cluster.observe([...new Set(moves.map(topicOf))])) {
    const minimum =
      found.kind === 'present' ? effective(found.topic.config.get('min.insync.replicas')) : null;
    if (minimum !== null) minimums.set(name, Number(minimum));
  }
  return minimums;
}
