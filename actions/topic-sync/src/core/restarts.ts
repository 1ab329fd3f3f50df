import { openCycleRecords } from '../../../../lib/core/open-cycle.ts';
import { openSteps } from '../../../../lib/core/open-steps.ts';
import type { StateRecord } from '../../../../lib/core/state-record.ts';
import type { Blocked } from './operation.ts';

/** What the state topic of the rolling reboot tells. */
export type Restarts =
  | { readonly kind: 'known'; readonly records: readonly StateRecord[] }
  | { readonly kind: 'unknown'; readonly because: string };

/** A cycle that wrote nothing for so long has lost its run: it is given up by the next one. Milliseconds. */
const CYCLE_LASTS = 86_400_000;
/** Its run has ended, and another one goes on with it later. */
const RESTING: ReadonlySet<string> = new Set(['cycle-paused', 'cycle-halted']);

/**
 * Why no replica may be moved now; null when no node is restarted. A move takes replicas out of the sets that a restart
 * counts on, and a restart stops what a move copies from. `now` is in milliseconds since the epoch.
 */
export function openRestart(restarts: Restarts, stateTopic: string, now: number): Blocked | null {
  if (restarts.kind === 'unknown') {
    const because = `whether a rolling reboot runs cannot be told: ${restarts.because}`;
    return {
      because,
      fix: `Let this principal read ${stateTopic}, or give the state-topic that is used here.`,
    };
  }
  const nodes = openSteps(restarts.records).map(([first]) => first?.node ?? 'a node');
  if (nodes.length > 0) return { because: `a rolling reboot restarts ${nodes.join(', ')}`, fix: FIX };
  const last = openCycleRecords(restarts.records).at(-1);
  if (last === undefined || RESTING.has(last.state) || now - last.at > CYCLE_LASTS) return null;
  return { because: `the rolling reboot ${last.cycle} is between two restarts`, fix: FIX };
}

const FIX =
  'Apply it when that has ended; where its run is gone, run rolling-reboot again: it ends what was begun.';
