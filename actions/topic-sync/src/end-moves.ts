import type { Answer } from './core/judge-answers.ts';
import { progressOf } from './core/move-state.ts';
import { type Move, topicOf } from './core/moves.ts';
import type { Change } from './core/operation.ts';
import type { PartitionName } from './core/replica-view.ts';
import type { MoveOutcome, MoveTools } from './move-tools.ts';

/** Puts the replicas back to where they were before; one answer for each. */
export const cancel = async (
  partitions: readonly PartitionName[],
  { cluster }: Pick<MoveTools, 'cluster'>,
): Promise<readonly Answer[]> =>
  cluster.reassign(partitions.map(({ topic, partition }) => ({ topic, partition, replicas: null })));

/** Cancels the moves that run, and no reassignment that took the place of one; gives those that are not made. */
export async function endMoves(
  moves: readonly Move[],
  end: string,
  tools: MoveTools,
): Promise<ReadonlyMap<Change, MoveOutcome>> {
  const view = await tools.cluster.replicas([...new Set(moves.map(topicOf))]);
  const failed = new Map<Change, MoveOutcome>();
  const running: Move[] = [];
  for (const move of moves) {
    const state = progressOf(move, view);
    if (state.kind === 'running') running.push(move);
    if (state.kind === 'stale') failed.set(move.change, { kind: 'stale', because: state.because });
    if (state.kind === 'ready') failed.set(move.change, failure(`${end} was not being moved`));
  }
  const answers = await cancel(running.map(named), tools);
  for (const [index, { change }] of running.entries()) {
    const done = answers[index]?.kind === 'accepted';
    failed.set(change, failure(`${end} ${done ? 'was' : 'could not be'} cancelled`));
  }
  return failed;
}

const named = (move: Move): PartitionName => ({ topic: topicOf(move), partition: move.partition });

const failure = (because: string): MoveOutcome => ({ kind: 'failed', because });
