import { setTimeout as sleep } from 'node:timers/promises';
import { type Consumer, type EachBatchPayload, type Kafka } from 'kafkajs';
import type { WitnessRecord } from './witness-producer.ts';
import { type ConsumedRecord, nameOf } from './witness-verdict.ts';

const TOPIC_TIMEOUT_MS = 10_000;

/** Reads a topic from its beginning and keeps what belongs to one run, in the order of delivery. */
export class WitnessConsumer {
  readonly consumed: ConsumedRecord[] = [];
  readonly consumedAt: number[] = [];
  /** The names of the records that were seen. */
  readonly seen = new Set<string>();
  readonly #consumer: Consumer;
  readonly #run: string;

  constructor(kafka: Kafka, run: string) {
    this.#run = run;
    this.#consumer = kafka.consumer({
      groupId: `witness-${run}`,
      allowAutoTopicCreation: false,
      metadataMaxAge: 5000,
      sessionTimeout: 6000,
      heartbeatInterval: 500,
      rebalanceTimeout: 5000,
      // Several records in one answer: an answer for each costs the brokers as much as its write.
      minBytes: 4096,
      maxWaitTimeInMs: 200,
      retry: {
        retries: 50,
        initialRetryTime: 50,
        maxRetryTime: 500,
        restartOnFailure: () => Promise.resolve(true),
      },
    });
  }

  /** Resolves when the consumer has joined its group. */
  async start(topic: string): Promise<void> {
    const joined = new Promise<void>((resolve) => {
      this.#consumer.on(this.#consumer.events.GROUP_JOIN, () => {
        resolve();
      });
    });
    await this.#consumer.connect();
    await this.#subscribe(topic);
    await this.#consumer.run({
      autoCommitInterval: 1000,
      eachBatch: (payload) => {
        this.#take(payload);
        return Promise.resolve();
      },
    });
    await joined;
  }

  /** A topic that was just created is not known to every broker yet. */
  async #subscribe(topic: string): Promise<void> {
    const deadline = performance.now() + TOPIC_TIMEOUT_MS;
    for (;;) {
      try {
        await this.#consumer.subscribe({ topic, fromBeginning: true });
        return;
      } catch (cause) {
        if (performance.now() > deadline)
          throw new Error(`the witness cannot read the topic ${topic}`, { cause });
        await sleep(100);
      }
    }
  }

  async stop(): Promise<void> {
    await this.#consumer.disconnect();
  }

  #take({ batch }: EachBatchPayload): void {
    for (const { value, offset } of batch.messages) {
      const record = readRecord(value);
      if (record?.run !== this.#run) continue;
      const { key, sequence } = record;
      this.consumed.push({ partition: batch.partition, offset, key, sequence });
      this.consumedAt.push(performance.now());
      this.seen.add(nameOf(record));
    }
  }
}

/** Undefined for a record that no witness wrote. */
function readRecord(value: Buffer | null): WitnessRecord | undefined {
  try {
    return JSON.parse(value?.toString() ?? '') as WitnessRecord;
  } catch {
    return undefined;
  }
}
