interface Timer {
  readonly at: number;
  readonly wake: () => void;
}

/**
 * Time that passes only while somebody waits for it: it jumps to the next moment that anybody waits for, once all who
 * woke up have said what they wait for next. So several runs live in the same time, and each test repeats exactly.
 */
export class VirtualClock {
  /** Milliseconds since the epoch. */
  now: number;
  /** In the order in which they wake up. */
  readonly #sleepers: Timer[] = [];
  /** What happens by itself when its time has come, but is nothing that anybody waits for. */
  readonly #events: Timer[] = [];
  #isTicking = false;

  constructor(now: number) {
    this.now = now;
  }

  /** Ends at once when the signal is aborted. */
  sleep(milliseconds: number, until?: AbortSignal): Promise<void> {
    return new Promise((resolve) => {
      const wake = (): void => {
        until?.removeEventListener('abort', early);
        resolve();
      };
      const timer = { at: until?.aborted === true ? this.now : this.now + milliseconds, wake };
      const early = (): void => {
        const index = this.#sleepers.indexOf(timer);
        if (index >= 0) this.#sleepers.splice(index, 1);
        wake();
      };
      until?.addEventListener('abort', early);
      insert(this.#sleepers, timer);
      this.#tickSoon();
    });
  }

  /** Makes something happen at a moment, in milliseconds since the epoch, if time ever passes it. */
  at(moment: number, wake: () => void): void {
    insert(this.#events, { at: moment, wake });
  }

  #tickSoon(): void {
    if (this.#isTicking) return;
    this.#isTicking = true;
    // Whoever is awake runs on until they wait again.
    setImmediate(() => {
      this.#tick();
    });
  }

  #tick(): void {
    this.#isTicking = false;
    const next = this.#sleepers.shift();
    if (next === undefined) return;
    for (let event = this.#events[0]; event !== undefined && event.at <= next.at; event = this.#events[0]) {
      this.#events.shift();
      this.now = Math.max(this.now, event.at);
      event.wake();
    }
    this.now = Math.max(this.now, next.at);
    next.wake();
    if (this.#sleepers.length > 0) this.#tickSoon();
  }
}

/** After all that are due at the same time or earlier. */
function insert(timers: Timer[], timer: Timer): void {
  const index = timers.findLastIndex(({ at }) => at <= timer.at);
  timers.splice(index + 1, 0, timer);
}
