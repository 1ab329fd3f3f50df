/** Whether a service's loop goes on: how long the oldest of its steps has been going on. */
export class LoopHeartbeat {
  readonly #begun = new Map<symbol, number>();
  readonly #now: () => number;

  /** `now` counts milliseconds and never goes back. */
  constructor(now: () => number) {
    this.#now = now;
  }

  async during<T>(step: () => Promise<T>): Promise<T> {
    const name = Symbol('step');
    this.#begun.set(name, this.#now());
    try {
      return await step();
    } finally {
      this.#begun.delete(name);
    }
  }

  /** Milliseconds; 0 while nothing is in hand. */
  age(): number {
    const now = this.#now();
    return now - Math.min(now, ...this.#begun.values());
  }
}
