import type { LoopHeartbeat } from '../../hosting/src/loop-heartbeat.ts';

/**
 * Longer than an attempt of kafkajs takes whose every request, of five, times out, in milliseconds: a broker that is
 * away ends an attempt, and the next one begins.
 */
const STALL_MS = 600_000;

/** Why the process has to be started anew; undefined while each attempt to write ends. */
export const whyNotAlive = (loop: LoopHeartbeat): string | undefined =>
  loop.age() > STALL_MS
    ? `a batch has been on its way for ${String(Math.round(loop.age() / 1000))} s`
    : undefined;
