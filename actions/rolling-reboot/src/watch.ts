import { isOfReboot, type OpenIntent } from './core/ledger.ts';
import { track } from './core/track.ts';
import type { Context, Session } from './context.ts';
import { look } from './look.ts';

/** Looks so far apart, in milliseconds, do not miss that a node was away for its reboot. */
const PAUSE = 1_000;

interface Watching {
  readonly session: Session;
  readonly context: Context;
}

/**
 * Watches out for the node of an announced reboot, whose run may have died right after the call to EC2: until the
 * cluster sees it away, or until a time in milliseconds since the epoch.
 */
export async function watch(intent: OpenIntent, until: number, watching: Watching): Promise<void> {
  const { session, context } = watching;
  const { clock, cancelled } = context.ports;
  while (clock.now() < until && !cancelled.aborted && !wasAway(intent, session)) {
    await clock.sleep(PAUSE, cancelled);
    session.progress = track(session.progress, await look(session, context), context.setting);
  }
}

const wasAway = (intent: OpenIntent, { progress }: Session): boolean =>
  isOfReboot(progress.lastAway.get(intent.node), intent);
