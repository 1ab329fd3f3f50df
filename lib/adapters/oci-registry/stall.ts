/** When a call is given up. */
export interface Patience {
  /** Milliseconds in which nothing has moved. */
  readonly stallMs: number;
  /** Aborted when the run is asked to end. */
  readonly signal?: AbortSignal | undefined;
}

/** Aborts when nothing has moved for so long, or the run is asked to end; a slow transfer may take as long as it moves. */
export class Stall {
  readonly #controller = new AbortController();
  readonly #timer: NodeJS.Timeout;
  readonly #cancelled: AbortSignal | undefined;

  constructor({ stallMs, signal }: Patience) {
    this.#cancelled = signal;
    this.#timer = setTimeout(() => {
      this.#controller.abort(new Error(`nothing moved for ${String(stallMs / 1_000)} s`));
    }, stallMs);
  }

  get signal(): AbortSignal {
    const own = this.#controller.signal;
    return this.#cancelled === undefined ? own : AbortSignal.any([own, this.#cancelled]);
  }

  get isCancelled(): boolean {
    return this.#cancelled?.aborted === true;
  }

  readonly touch = (): void => {
    this.#timer.refresh();
  };

  readonly end = (): void => {
    clearTimeout(this.#timer);
  };

  /** The same blob, telling of each piece that is taken. It stays one whose length is known, so it is not sent in chunks. */
  watch(blob: Blob): Blob {
    const stream = blob.stream.bind(blob);
    const { touch } = this;
    const watched = (): ReadableStream =>
      stream().pipeThrough(
        new TransformStream<Uint8Array, Uint8Array>({
          transform(chunk, out) {
            touch();
            out.enqueue(chunk);
          },
        }),
      );
    // Whoever opens it for another attempt may give the same object again.
    return Object.defineProperty(blob, 'stream', { value: watched, configurable: true });
  }
}
