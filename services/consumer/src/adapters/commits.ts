import type { EachBatchPayload } from 'kafkajs';
import type { Partition } from '../core/history-files.ts';

const COMMIT_EVERY_MS = 1_000;

/** Who wants to know that everything below an offset is committed. */
type Told = (partition: Partition, offset: bigint) => Promise<void>;

/** Commits what was handled of one batch, now and then and at its end. */
export class Commits {
  readonly #payload: EachBatchPayload;
  readonly #told: Told;
  #handled: bigint | undefined;
  #last = performance.now();

  constructor(payload: EachBatchPayload, told: Told) {
    this.#payload = payload;
    this.#told = told;
  }

  async reached(offset: string): Promise<void> {
    const { batch } = this.#payload;
    const isLast = offset === batch.messages.at(-1)?.offset;
    // Behind the last message there may be markers of transactions, which nobody is given.
    this.#handled = BigInt(isLast ? batch.lastOffset() : offset) + 1n;
    if (performance.now() - this.#last >= COMMIT_EVERY_MS) await this.flush();
  }

  async flush(): Promise<void> {
    const offset = this.#handled;
    if (offset === undefined) return;
    const { topic, partition } = this.#payload.batch;
    await this.#payload.commitOffsetsIfNecessary({
      topics: [{ topic, partitions: [{ partition, offset: String(offset) }] }],
    });
    this.#handled = undefined;
    this.#last = performance.now();
    await this.#told({ topic, partition }, offset);
  }
}
