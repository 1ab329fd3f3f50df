import { WorldFailure } from '../../../lib/core/world-failure.ts';
import type { Answer } from './core/judge-answers.ts';
import { type MoveState, progressOf } from './core/move-state.ts';
import { type Move, topicOf } from './core/moves.ts';
import type { Change } from './core/operation.ts';
import type { PartitionName, ReplicaView } from './core/replica-view.ts';
import type { MoveOutcome, MoveTools } from './move-tools.ts';
import { wordsOf } from './throttles.ts';

const LOOK_AGAIN_MS = 1_000;

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
    const outcome = outcomeOf(state, `${end} was not being moved`);
    if (outcome !== null) failed.set(move.change, outcome);
  }
  const answers = await cancel(running.map(named), tools);
  const kept = new Map<Move, Answer | undefined>();
  for (const [index, move] of running.entries()) {
    const answer = answers[index];
    if (answer?.kind === 'accepted') failed.set(move.change, failure(`${end} was cancelled`));
    else kept.set(move, answer);
  }
  for (const [change, outcome] of await uncancelled(kept, end, tools)) failed.set(change, outcome);
  return failed;
}

/** It may have ended in the last moment, or the answer was lost: what goes on keeps its throttles. */
async function uncancelled(
  kept: ReadonlyMap<Move, Answer | undefined>,
  end: string,
  tools: MoveTools,
): Promise<ReadonlyMap<Change, MoveOutcome>> {
  const failed = new Map<Change, MoveOutcome>();
  if (kept.size === 0) return failed;
  await tools.clock.sleep(LOOK_AGAIN_MS);
  const view = await viewOf([...kept.keys()], tools);
  for (const [move, answer] of kept) {
    const state: MoveState = view === null ? { kind: 'running' } : progressOf(move, view);
    const going = `${end} could not be cancelled (${wordsOf(answer)}): it goes on, throttled, and the next apply ends it`;
    const outcome = state.kind === 'running' ? failure(going) : outcomeOf(state, `${end} was cancelled`);
    if (outcome !== null) failed.set(move.change, outcome);
  }
  return failed;
}

/** null: nobody answers, and what was begun is taken to go on. */
async function viewOf(moves: readonly Move[], { cluster }: MoveTools): Promise<ReplicaView | null> {
  try {
    return await cluster.replicas([...new Set(moves.map(topicOf))]);
  } catch (failed) {
    if (!(failed instanceof WorldFailure)) throw failed;
    return null;
  }
}

const named = (move: Move): PartitionName => ({ topic: topicOf(move), partition: move.partition });

/** Of a move that does not run (any more); null where it is done. `ready` says why it is as before. */
function outcomeOf(state: MoveState, ready: string): MoveOutcome | null {
  if (state.kind === 'stale') return { kind: 'stale', because: state.because };
  return state.kind === 'ready' ? failure(ready) : null;
}

const failure = (because: string): MoveOutcome => ({ kind: 'failed', because });
