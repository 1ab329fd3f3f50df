import type { Settings } from './decision.ts';
import type { Progress } from './progress.ts';

/** A reboot may be over after a few seconds, and whoever looks too rarely misses that the node was away; in milliseconds. */
const REBOOT_POLL = 1_000;

/**
 * How long to wait until the next look, in milliseconds: looks begin an interval apart, however long each lasts. One
 * that takes long leaves the brokers at least half an interval to themselves, and a clock that is set back adds nothing.
 */
export function nextLook({ flights }: Progress, { pollInterval }: Settings, lookedFor: number): number {
  const isRebooting = flights.some(({ phase }) => phase === 'rebooting');
  const interval = isRebooting ? Math.min(pollInterval, REBOOT_POLL) : pollInterval;
  return Math.min(Math.max(interval - lookedFor, interval / 2), interval);
}
