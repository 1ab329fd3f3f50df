import type { Settings } from './decision.ts';
import type { Progress } from './progress.ts';

/** A reboot may be over after a few seconds, and whoever looks too rarely misses that the node was away; in milliseconds. */
const REBOOT_POLL = 1_000;

/** How long to wait until the next look, in milliseconds. */
export function nextLook({ flights }: Progress, { pollInterval }: Settings): number {
  const isRebooting = flights.some(({ phase }) => phase === 'rebooting');
  return isRebooting ? Math.min(pollInterval, REBOOT_POLL) : pollInterval;
}
