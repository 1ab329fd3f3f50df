import { WorldFailure } from '../../../lib/core/world-failure.ts';
import { counted } from './core/counted.ts';
import { partitionKey } from './core/moves.ts';
import type { PartitionName } from './core/replica-view.ts';
import { ownMoves, ownPartitions, removeOwn } from './core/throttle.ts';
import { cancel } from './end-moves.ts';
import type { MoveTools } from './move-tools.ts';
import { releaseThrottles } from './throttles.ts';

/** Each look reads the throttles of all topics. */
const LOOK_AGAIN_MS = 5_000;
/** An apply that lives has marks and no moves for a moment: between its batches. */
const QUIET_MS = 10_000;
const TELL_MS = 15_000;

/**
 * Ends what an apply that was killed has left: its moves, which the brokers go on with, are awaited, and its throttles
 * are removed. Throttles and reassignments of others stay as they are. Gives what it did in words; null: nothing.
 */
export async function recoverMoves(tools: MoveTools): Promise<string | null> {
  if (removeOwn(await tools.cluster.throttles('all')).length === 0) return null;
  tools.say('An earlier apply was cut off while it moved replicas; what it left is ended first');
  const ended = await endOwn(tools);
  const left = await releaseThrottles('all', tools);
  if (left !== null) tools.say(left);
  return `what an earlier apply had left was ended first (${ended}, ${left ?? 'its throttles removed'})`;
}

/** Awaits the moves, and cancels those that take too long; those of an apply that lives are never cancelled. */
async function endOwn(tools: MoveTools): Promise<string> {
  const { clock, say, settings } = tools;
  const deadline = clock.now() + settings.timeoutMs;
  const watch = new Watch(tools);
  let told = clock.now();
  for (;;) {
    const moving = await watch.look();
    if (watch.isOver()) return `${counted(watch.seen.size, 'move')} awaited`;
    if (moving.length > 0 && clock.now() >= deadline) {
      await mustCancel(moving, watch, tools);
      return `${counted(watch.seen.size, 'move')} awaited, ${String(moving.length)} of them cancelled`;
    }
    if (clock.now() - told >= TELL_MS) {
      told = clock.now();
      say(`${counted(moving.length, 'partition')} of the earlier apply still moving`);
    }
    await clock.sleep(LOOK_AGAIN_MS);
  }
}

/** What applies have marked and move now. */
class Watch {
  readonly seen = new Set<string>();
  readonly #tools: MoveTools;
  #marks: string | null = null;
  #movedAt: number;
  #isLeft = true;
  /** Brokers do not change marks: who does is an apply, and lives. */
  isAlive = false;

  constructor(tools: MoveTools) {
    this.#tools = tools;
    this.#movedAt = tools.clock.now();
  }

  async look(): Promise<PartitionName[]> {
    const { cluster, clock } = this.#tools;
    const found = await cluster.throttles('all');
    const moving = ownMoves((await cluster.replicas([])).running, found.topics);
    for (const { topic, partition } of moving) this.seen.add(partitionKey(topic, partition));
    const marks = JSON.stringify(ownPartitions(found.topics));
    const isChanged = this.#marks !== null && this.#marks !== marks;
    if (isChanged) this.isAlive = true;
    if (isChanged || moving.length > 0) this.#movedAt = clock.now();
    this.#marks = marks;
    this.#isLeft = removeOwn(found).length > 0;
    return moving;
  }

  /** Nothing of ours is there any more, or nobody cares for it. */
  isOver = (): boolean => !this.#isLeft || this.#tools.clock.now() - this.#movedAt >= QUIET_MS;
}

/** What goes on must go on throttled, and no plan is made beside it. */
async function mustCancel(moving: readonly PartitionName[], watch: Watch, tools: MoveTools): Promise<void> {
  if (watch.isAlive) {
    throw new WorldFailure(
      'Another apply moves replicas now, so nothing was changed. Run it again when it has ended.',
    );
  }
  const answers = await cancel(moving, tools);
  if (answers.every(({ kind }) => kind === 'accepted')) return;
  await tools.clock.sleep(LOOK_AGAIN_MS);
  const left = await watch.look();
  if (left.length === 0) return;
  const names = left.map(({ topic, partition }) => partitionKey(topic, partition)).join(', ');
  throw new WorldFailure(
    `What an earlier apply moves did not end within reassignment-timeout and could not be cancelled: ${names}. ` +
      'It goes on, throttled, and nothing else was changed. Run it again.',
  );
}
