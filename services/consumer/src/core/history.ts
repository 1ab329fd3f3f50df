import { assertNever } from '../../../../lib/core/assert-never.ts';
import type { HistoryLine } from './history-line.ts';
import { hasOwnId, type MessageKey } from './message-key.ts';

/** An action that was started and of which nobody wrote down how it ended. */
export interface Doubt {
  readonly key: MessageKey;
  readonly offset: bigint;
  /** Counts from 1. */
  readonly attempt: number;
  /** Milliseconds since 1970 by the clock of who started it. */
  readonly at: number;
  /** Whoever started it may still be at it, as far as the history tells. */
  readonly running: boolean;
}

/**
 * What is known of one partition's actions: the lines of its history, taken in one after another.
 *
 * Invariants: an action is finished, in doubt, or not known, never two of them; one that is finished is not forgotten
 * before `below` has passed its offset, and with an own id not before `remembered` later ones have ended.
 */
export class History {
  readonly #remembered: number;
  readonly #finished = new Map<MessageKey, bigint>();
  readonly #doubts = new Map<MessageKey, Doubt>();
  #below = 0n;

  /** `remembered` is how many own ids of finished actions are kept, to know a duplicate at another offset. */
  constructor(remembered: number) {
    this.#remembered = remembered;
  }

  /** Every message below this offset is handled. */
  get below(): bigint {
    return this.#below;
  }

  get doubts(): readonly Doubt[] {
    return [...this.#doubts.values()];
  }

  /** In the order in which they ended. */
  get finished(): readonly (readonly [MessageKey, bigint])[] {
    return [...this.#finished];
  }

  doubtOf(key: MessageKey): Doubt | undefined {
    return this.#doubts.get(key);
  }

  /** The offset at which an action was finished. */
  finishedAt(key: MessageKey): bigint | undefined {
    return this.#finished.get(key);
  }

  take(line: HistoryLine): void {
    switch (line.kind) {
      case 'opened':
        return;
      case 'below':
        this.#passBelow(line.offset);
        return;
      case 'started':
        this.#finished.delete(line.key);
        this.#doubts.set(line.key, { ...line, running: true });
        return;
      case 'finished':
        this.#doubts.delete(line.key);
        this.#finished.set(line.key, line.offset);
        return;
      case 'undone':
        this.#doubts.delete(line.key);
        return;
      case 'released':
        for (const key of this.#doubts.keys()) this.stopped(key);
        return;
      default:
        assertNever(line);
    }
  }

  /** Who started it is not at it any more; how it ended is still not known. */
  stopped(key: MessageKey): void {
    const doubt = this.#doubts.get(key);
    if (doubt) this.#doubts.set(key, { ...doubt, running: false });
  }

  #passBelow(offset: bigint): void {
    if (offset > this.#below) this.#below = offset;
    const passed = [...this.#finished].filter(([, at]) => at < this.#below);
    const ids = passed.filter(([key]) => hasOwnId(key));
    const places = passed.filter(([key]) => !hasOwnId(key));
    const tooMany = ids.slice(0, Math.max(0, ids.length - this.#remembered));
    for (const [key] of [...places, ...tooMany]) this.#finished.delete(key);
  }
}
