import type { Interruptible } from '../../../lib/core/interruptible.ts';
import type { Clock } from './ports.ts';

/** So long, in milliseconds, nothing else is kept waiting: renewals, heartbeats and signals. */
const TURN = 50;

/** Does long work in turns, and lets everything else have its own in between. */
export async function givingWay<T>(work: Interruptible<T>, clock: Clock): Promise<T> {
  let began = clock.now();
  for (;;) {
    const { done, value } = work.next();
    if (done === true) return value;
    if (clock.now() - began < TURN) continue;
    await clock.sleep(0);
    began = clock.now();
  }
}
