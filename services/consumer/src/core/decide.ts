import { formatDuration } from '../../../../lib/core/duration.ts';
import type { Doubt, History } from './history.ts';
import { keyOf, type MessageKey, type MessagePlace } from './message-key.ts';

/** What to do about a message, and why. */
export type Step =
  | { readonly kind: 'run'; readonly key: MessageKey; readonly attempt: number; readonly because: string }
  | { readonly kind: 'skip'; readonly because: string }
  | { readonly kind: 'settle'; readonly doubt: Doubt; readonly because: string }
  | { readonly kind: 'hold'; readonly because: string }
  | { readonly kind: 'wait'; readonly ms: number; readonly because: string };

export interface Moment {
  /** Milliseconds since 1970. */
  readonly now: number;
  /** How long an action may take, in milliseconds. */
  readonly actionTimeoutMs: number;
}

/** What the clocks of two machines may differ by. */
const CLOCK_MARGIN_MS = 2_000;

/**
 * 0. A topic that ends before what was handled is another topic of that name, or has lost messages: nothing is done.
 * 1. What is below the mark, or finished, is skipped. 2. What was started and did not end is in doubt: as long as its
 * former owner may still be at it nothing is done, then it is settled. 3. Anything else is run.
 */
export function decide(history: History, message: MessagePlace, moment: Moment): Step {
  const below = String(history.below);
  if (message.end < history.below) {
    const made = `the topic ends at ${String(message.end)}, although everything below ${below} has been handled`;
    return {
      kind: 'hold',
      because: `${made}: was it made anew? Then remove the histories of this partition`,
    };
  }
  if (message.offset < history.below) {
    return { kind: 'skip', because: `everything below offset ${below} has been handled` };
  }
  const key = keyOf(message);
  const finishedAt = history.finishedAt(key);
  if (finishedAt !== undefined) {
    return { kind: 'skip', because: `its action was finished at offset ${String(finishedAt)}` };
  }
  const doubt = history.doubtOf(key);
  if (doubt === undefined) return { kind: 'run', key, attempt: 1, because: 'it was never started' };
  return stepOfDoubt(doubt, moment);
}

function stepOfDoubt(doubt: Doubt, { now, actionTimeoutMs }: Moment): Step {
  const ms = doubt.at + actionTimeoutMs + CLOCK_MARGIN_MS - now;
  const since = new Date(doubt.at).toISOString();
  if (doubt.running && ms > 0) {
    const rest = formatDuration(ms);
    return { kind: 'wait', ms, because: `its former owner started it at ${since} and may need ${rest} more` };
  }
  return { kind: 'settle', doubt, because: `it was started at ${since} and nobody wrote down how it ended` };
}
