import { WorldFailure } from '../../../lib/core/world-failure.ts';
import { counted } from './core/counted.ts';
import { partitionKey } from './core/moves.ts';
import type { PartitionName } from './core/replica-view.ts';
import { ownMoves, removeOwn } from './core/throttle.ts';
import { cancel } from './end-moves.ts';
import type { MoveTools } from './move-tools.ts';
import { releaseThrottles } from './throttles.ts';

const LOOK_AGAIN_MS = 1_000;
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

/** Awaits the moves, and cancels those that take too long. */
async function endOwn(tools: MoveTools): Promise<string> {
  const { clock, say, settings } = tools;
  const deadline = clock.now() + settings.timeoutMs;
  const seen = new Set<string>();
  let told = clock.now();
  for (;;) {
    const moving = await stillMoving(tools);
    for (const { topic, partition } of moving) seen.add(partitionKey(topic, partition));
    if (moving.length === 0) return `${counted(seen.size, 'move')} awaited`;
    if (clock.now() >= deadline) {
      await mustCancel(moving, tools);
      return `${counted(seen.size, 'move')} awaited, ${String(moving.length)} of them cancelled`;
    }
    if (clock.now() - told >= TELL_MS) {
      told = clock.now();
      say(`${counted(moving.length, 'partition')} of the earlier apply still moving`);
    }
    await clock.sleep(LOOK_AGAIN_MS);
  }
}

async function stillMoving({ cluster }: MoveTools): Promise<PartitionName[]> {
  const { topics } = await cluster.throttles('all');
  return ownMoves((await cluster.replicas([])).running, topics);
}

/** What goes on must go on throttled, and no plan is made beside it. */
async function mustCancel(moving: readonly PartitionName[], tools: MoveTools): Promise<void> {
  const answers = await cancel(moving, tools);
  if (answers.every(({ kind }) => kind === 'accepted')) return;
  await tools.clock.sleep(LOOK_AGAIN_MS);
  const left = await stillMoving(tools);
  if (left.length === 0) return;
  const names = left.map(({ topic, partition }) => partitionKey(topic, partition)).join(', ');
  throw new WorldFailure(
    `What an earlier apply moves did not end within reassignment-timeout and could not be cancelled: ${names}. ` +
      'It goes on, throttled, and nothing else was changed. Run it again.',
  );
}
