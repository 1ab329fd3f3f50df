/** Every call that a run makes of the world, in order; one of them can be made to fail. */
export class WorldCalls {
  readonly asked: string[] = [];
  /** Those that change something, and had their effect. */
  readonly changed: string[] = [];
  /** Why a call fails, by its number (from 1) and its text; undefined when it does not. */
  failureOf: (call: number, what: string) => Error | undefined = () => undefined;

  /** A call that changes nothing. */
  ask<T>(what: string, act: () => T | Promise<T>): Promise<T> {
    return this.#call(what, act);
  }

  /** A call that changes something. */
  change<T>(what: string, act: () => T | Promise<T>): Promise<T> {
    return this.#call(what, async () => {
      const result = await act();
      this.changed.push(what);
      return result;
    });
  }

  clear(): void {
    this.asked.length = 0;
    this.changed.length = 0;
  }

  async #call<T>(what: string, act: () => T | Promise<T>): Promise<T> {
    this.asked.push(what);
    const failure = this.failureOf(this.asked.length, what);
    if (failure !== undefined) throw failure;
    return act();
  }
}
