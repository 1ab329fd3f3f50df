/** Aborts when nothing has moved for so long; a slow transfer may take as long as it moves. */
export class Stall {
  readonly #controller = new AbortController();
  readonly #timer: NodeJS.Timeout;

  constructor(milliseconds: number) {
    this.#timer = setTimeout(() => {
      this.#controller.abort(new Error(`nothing moved for ${String(milliseconds / 1_000)} s`));
    }, milliseconds);
  }

  get signal(): AbortSignal {
    return this.#controller.signal;
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
