import { type Kafka, Partitioners, type Producer } from 'kafkajs';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Acknowledged } from './witness-verdict.ts';

export interface WitnessRecord extends Acknowledged {
  /** Tells the records of one witness from those of others. */
  readonly run: string;
}

export interface ProducerOptions {
  readonly topic: string;
  readonly run: string;
  readonly keys: number;
  readonly recordsPerSecond: number;
  /** How long one record is tried, as delivery.timeout.ms of Kafka's own producer. */
  readonly deliveryTimeoutMs: number;
}

const RETRY_AFTER_MS = 100;

/**
 * Writes keyed records with acks=all. A key's next record is sent only when the one before has its outcome, so that
 * the order within a key is the producer's promise.
 */
export class WitnessProducer {
  produced = 0;
  refused = 0;
  readonly acknowledged: Acknowledged[] = [];
  readonly acknowledgedAt: number[] = [];
  /** Why the last refused record was refused. */
  lastRefusal: unknown;
  readonly #producer: Producer;
  readonly #options: ProducerOptions;
  readonly #stopping = new AbortController();
  #loops: Promise<void>[] = [];

  constructor(kafka: Kafka, options: ProducerOptions) {
    this.#options = options;
    this.#producer = kafka.producer({
      allowAutoTopicCreation: false,
      createPartitioner: Partitioners.DefaultPartitioner,
      metadataMaxAge: 5000,
      retry: { retries: 3, initialRetryTime: 50, maxRetryTime: 500 },
    });
  }

  async start(): Promise<void> {
    await this.#producer.connect();
    const keys = Array.from({ length: this.#options.keys }, (_, index) => `key-${String(index)}`);
    this.#loops = keys.map((key, index) => this.#writeKey(key, index));
  }

  /** Begins no further record and waits for the outcome of those on their way. */
  async finish(): Promise<void> {
    this.#stopping.abort();
    await Promise.all(this.#loops);
    await this.#producer.disconnect();
  }

  async #writeKey(key: string, index: number): Promise<void> {
    const interval = (this.#options.keys * 1000) / this.#options.recordsPerSecond;
    let next = performance.now() + (index * interval) / this.#options.keys;
    for (let sequence = 0; await this.#until(next); sequence += 1) {
      this.produced += 1;
      await this.#deliver({ run: this.#options.run, key, sequence });
      next = Math.max(next + interval, performance.now());
    }
  }

  /** False when the end came first. */
  async #until(time: number): Promise<boolean> {
    const { signal } = this.#stopping;
    await sleep(Math.max(0, time - performance.now()), undefined, { signal }).catch(() => undefined);
    return !signal.aborted;
  }

  async #deliver(record: WitnessRecord): Promise<void> {
    const deadline = performance.now() + this.#options.deliveryTimeoutMs;
    const messages = [{ key: record.key, value: JSON.stringify(record) }];
    for (;;) {
      try {
        await this.#producer.send({ topic: this.#options.topic, acks: -1, messages });
        this.acknowledged.push({ key: record.key, sequence: record.sequence });
        this.acknowledgedAt.push(performance.now());
        return;
      } catch (error) {
        if (performance.now() > deadline) {
          this.refused += 1;
          this.lastRefusal = error;
          return;
        }
        await sleep(RETRY_AFTER_MS);
      }
    }
  }
}
