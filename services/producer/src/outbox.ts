import type { NewRecord } from './core/records.ts';
import { orAborted } from './or-aborted.ts';
import type { SendEnd, Sink, Tally } from './ports.ts';

interface Queued {
  readonly record: NewRecord;
  readonly settle: (end: SendEnd) => void;
}

interface Lane {
  readonly queue: Queued[];
  running: boolean;
}

export interface OutboxLimits {
  /** Records that may wait for their acknowledgement. */
  readonly queued: number;
  readonly batch: number;
}

/**
 * What was taken and is not acknowledged yet, with a bound. Each partition has a lane of its own in which one batch
 * is on its way at a time, and the next begins when its outcome is known: that keeps the order, and an idempotent
 * producer's sequence numbers mean the same batch at each attempt.
 */
export class Outbox {
  /** Records that Kafka did not take. */
  undelivered = 0;
  readonly #sink: Sink;
  readonly #tally: Tally;
  readonly #limits: OutboxLimits;
  readonly #lanes = new Map<number, Lane>();
  readonly #giveUp = new AbortController();
  readonly #lost = Promise.withResolvers<string>();
  #queued = 0;
  #changed = Promise.withResolvers<undefined>();

  constructor(sink: Sink, limits: OutboxLimits, tally: Tally) {
    this.#sink = sink;
    this.#limits = limits;
    this.#tally = tally;
  }

  /** Why nothing more can be written, when it comes to that. */
  get lost(): Promise<string> {
    return this.#lost.promise;
  }

  hasRoom(records = 1): boolean {
    return this.#queued + records <= this.#limits.queued;
  }

  /** Resolves with room for one record, or when the signal comes. */
  async room(signal: AbortSignal): Promise<void> {
    while (!this.hasRoom() && !signal.aborted) await orAborted(this.#changed.promise, signal);
  }

  /** How it ended, for each record. Ask for room before. */
  take(records: readonly NewRecord[]): Promise<SendEnd[]> {
    return Promise.all(records.map((record) => this.#enqueue(record)));
  }

  /** Waits until everything was acknowledged; after the budget what is left counts as undelivered. */
  async flush(budgetMs: number): Promise<number> {
    const timer = setTimeout(() => {
      this.#giveUp.abort();
    }, budgetMs);
    while (this.#queued > 0) await this.#changed.promise;
    clearTimeout(timer);
    return this.undelivered;
  }

  #enqueue(record: NewRecord): Promise<SendEnd> {
    const partition = this.#sink.partitionOf(record);
    const lane = this.#lanes.get(partition) ?? { queue: [], running: false };
    this.#lanes.set(partition, lane);
    return new Promise((settle) => {
      lane.queue.push({ record, settle });
      this.#count(1);
      if (!lane.running) void this.#run(partition, lane);
    });
  }

  async #run(partition: number, lane: Lane): Promise<void> {
    lane.running = true;
    while (lane.queue.length > 0) {
      // What comes in the same turn goes together.
      await Promise.resolve();
      const batch = lane.queue.splice(0, this.#limits.batch);
      const end = await this.#send(
        partition,
        batch.map(({ record }) => record),
      );
      this.#tally.ended(end.kind, batch.length);
      if (end.kind !== 'acknowledged') this.undelivered += batch.length;
      if (end.kind === 'lost') this.#lost.resolve(end.because);
      for (const { settle } of batch) settle(end);
      this.#count(-batch.length);
    }
    lane.running = false;
  }

  #send(partition: number, records: readonly NewRecord[]): Promise<SendEnd> {
    const { signal } = this.#giveUp;
    if (signal.aborted) return Promise.resolve({ kind: 'given-up', because: 'there was no time left' });
    return this.#sink.send(partition, records, signal);
  }

  #count(records: number): void {
    this.#queued += records;
    this.#tally.queued(this.#queued);
    this.#changed.resolve(undefined);
    this.#changed = Promise.withResolvers();
  }
}
