import { counted } from './core/counted.ts';
import type { PartitionName } from './core/replica-view.ts';
import { ownPartitions, removeOwn } from './core/throttle.ts';
import { cancel } from './await-moves.ts';
import type { MoveTools } from './move-tools.ts';
import { releaseThrottles } from './throttles.ts';

const LOOK_AGAIN_MS = 1_000;
const TELL_MS = 15_000;

/**
 * Ends what an apply that was killed has left: its moves, which the brokers go on with, are awaited, and its throttles
 * are removed. Throttles and reassignments of others stay as they are.
 */
export async function recoverMoves(tools: MoveTools): Promise<void> {
  const { cluster, clock, say, settings } = tools;
  const found = await cluster.throttles('all');
  if (removeOwn(found).length === 0) return;
  const own = ownPartitions(found.topics);
  say('An earlier apply was cut off while it moved replicas; what it left is ended first');
  const deadline = clock.now() + settings.timeoutMs;
  let told = clock.now();
  for (;;) {
    const moving = await stillMoving(own, tools);
    if (moving.length === 0) break;
    if (clock.now() >= deadline) {
      await cancel(moving, tools);
      break;
    }
    if (clock.now() - told >= TELL_MS) {
      told = clock.now();
      say(`${counted(moving.length, 'partition')} of the earlier apply still moving`);
    }
    await clock.sleep(LOOK_AGAIN_MS);
  }
  const left = await releaseThrottles('all', tools);
  if (left !== null) say(left);
}

async function stillMoving(own: readonly PartitionName[], { cluster }: MoveTools): Promise<PartitionName[]> {
  const { running } = await cluster.replicas([]);
  return own.filter((each) =>
    running.some(({ topic, partition }) => topic === each.topic && partition === each.partition),
  );
}
