import { WorldFailure } from '../../../lib/core/world-failure.ts';
import { awaitMoves } from './await-moves.ts';
import type { OutcomeKind } from './core/apply-outcome.ts';
import { counted } from './core/counted.ts';
import { lookAtMoves } from './look-at-moves.ts';
import type { MoveOutcome, MoveTools } from './move-tools.ts';
import { batchesOf, type Move, topicOf } from './core/moves.ts';
import type { Change, Reassignment } from './core/operation.ts';
import { restartNow } from './restart-now.ts';
import { releaseThrottles, throttle } from './throttles.ts';
import { hasNoRoom, noRoom } from './core/throttle.ts';
import type { TopicThrottles } from './core/replica-view.ts';

/**
 * Moves the replicas of all changes, so many partitions at a time, throttled. Whatever happens, throttles of ours are
 * removed at the end; a run that is killed leaves them marked, and `recoverMoves` of the next one finds them.
 */
export async function moveReplicas(
  changes: readonly Change<Reassignment>[],
  tools: MoveTools,
): Promise<ReadonlyMap<Change, MoveOutcome>> {
  const failed = new Map<Change, MoveOutcome>();
  if (changes.length === 0) return failed;
  const deadline = tools.clock.now() + tools.settings.timeoutMs;
  try {
    for (const batch of await batches(changes, failed, tools)) {
      for (const [change, outcome] of await moveBatch(without(batch, failed), deadline, tools)) {
        failed.set(change, outcome);
      }
    }
  } catch (failure) {
    if (!(failure instanceof WorldFailure)) throw failure;
    for (const change of changes) {
      if (!failed.has(change)) failed.set(change, { kind: 'failed', because: failure.message });
    }
  }
  await settle(changes, failed, tools);
  return new Map(changes.map((change) => [change, failed.get(change) ?? { kind: 'done', because: null }]));
}

/** What others have filled a topic's list of throttled replicas with keeps no other topic from being moved. */
async function batches(
  changes: readonly Change<Reassignment>[],
  failed: Map<Change, MoveOutcome>,
  { cluster, settings }: MoveTools,
): Promise<Move[][]> {
  const { topics } = await cluster.throttles([...new Set(changes.map(({ operation }) => operation.topic))]);
  for (const change of changes.filter((each) => isFull(each, topics)))
    failed.set(change, { kind: 'failed', because: noRoom(change.operation.topic) });
  const moved = changes.filter((change) => !failed.has(change));
  return batchesOf(moved, settings.maxMoving, topics);
}

function isFull({ operation }: Change<Reassignment>, lists: readonly TopicThrottles[]): boolean {
  const list = lists.find(({ topic }) => topic === operation.topic);
  return list !== undefined && operation.moves.some((move) => hasNoRoom([move], list));
}

/** A topic that somebody changed, or that was refused, is not touched again. */
const without = (batch: readonly Move[], failed: ReadonlyMap<Change, MoveOutcome>): Move[] =>
  batch.filter(({ change }) => !failed.has(change));

async function moveBatch(
  batch: readonly Move[],
  deadline: number,
  tools: MoveTools,
): Promise<ReadonlyMap<Change, MoveOutcome>> {
  const { say } = tools;
  if (batch.length === 0) return new Map();
  const over = reasonToEnd(deadline, tools);
  if (over !== null) return allOf(batch, 'not-tried', over);
  const states = await lookAtMoves(batch, tools);
  const failed = new Map<Change, MoveOutcome>();
  for (const { move, state } of states) {
    if (state.kind === 'stale') failed.set(move.change, { kind: 'stale', because: state.because });
  }
  const ready = without(
    states.filter(({ state }) => state.kind === 'ready').map(({ move }) => move),
    failed,
  );
  if (ready.length === 0) return failed;
  // It may have begun since the plan, or during the batch before.
  const restart = await restartNow(tools);
  if (restart !== null) return new Map([...failed, ...allOf(ready, 'not-tried', restart.because)]);
  await throttle(ready, tools);
  say(`Moving ${counted(ready.length, 'partition')} of ${[...new Set(ready.map(topicOf))].join(', ')}`);
  const begun = await begin(ready, failed, tools);
  for (const [change, outcome] of await awaitMoves(begun, deadline, tools)) failed.set(change, outcome);
  await releaseThrottles([...new Set(ready.map(topicOf))], tools);
  return failed;
}

function reasonToEnd(deadline: number, { clock, isCancelled }: MoveTools): string | null {
  if (isCancelled()) return 'the job was cancelled';
  return clock.now() >= deadline ? 'reassignment-timeout was over' : null;
}

/** The moves that run now, or perhaps run: an answer that was lost is no answer. */
async function begin(
  moves: readonly Move[],
  failed: Map<Change, MoveOutcome>,
  { cluster }: MoveTools,
): Promise<Move[]> {
  const requests = moves.map((move) => ({
    topic: topicOf(move),
    partition: move.partition,
    replicas: move.after,
  }));
  const answers = await cluster.reassign(requests);
  return moves.filter((move, index) => {
    const answer = answers[index] ?? { kind: 'unclear', message: 'no answer' };
    if (answer.kind === 'accepted' || answer.kind === 'unclear') return true;
    const because = answer.kind === 'refused' ? answer.message : `not allowed: it needs ${answer.needs}`;
    failed.set(move.change, { kind: 'failed', because });
    return false;
  });
}

/** Nothing of ours may stay behind: not even after a failure, and not without a word. */
async function settle(
  changes: readonly Change<Reassignment>[],
  failed: Map<Change, MoveOutcome>,
  tools: MoveTools,
): Promise<void> {
  const left = await releaseThrottles('run', tools);
  if (left !== null) {
    const because = `${left}; the next apply removes them`;
    for (const change of changes) {
      if (!failed.has(change)) failed.set(change, { kind: 'failed', because });
    }
    tools.say(because);
  }
  const moved = changes.filter((change) => !failed.has(change));
  const partitions = moved.flatMap(({ operation }) =>
    operation.moves.map(({ partition }) => ({ topic: operation.topic, partition })),
  );
  try {
    for (const line of await tools.cluster.electPreferred(partitions)) {
      tools.say(`The preferred leader was not elected: ${line}`);
    }
  } catch (failure) {
    if (!(failure instanceof WorldFailure)) throw failure;
    tools.say(`The preferred leaders were not elected: ${failure.message}`);
  }
}

const allOf = (
  batch: readonly Move[],
  kind: OutcomeKind,
  because: string,
): ReadonlyMap<Change, MoveOutcome> => new Map(batch.map(({ change }) => [change, { kind, because }]));
