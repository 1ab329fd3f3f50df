import type { Consumer, EachBatchPayload, Kafka, KafkaMessage } from 'kafkajs';
import { setTimeout as sleep } from 'node:timers/promises';
import type { LoopHeartbeat } from '../../../hosting/src/loop-heartbeat.ts';
import type { Log } from '../../../hosting/src/log.ts';
import type { Partition } from '../core/history-files.ts';
import type { Handled } from '../partition-work.ts';
import type { Message } from '../ports.ts';
import { type Beats, beating } from './beating.ts';
import { Commits } from './commits.ts';
import { watchGeneration } from './watch-generation.ts';

export interface Subscription {
  readonly topics: readonly string[];
  readonly groupId: string;
  readonly idHeader: string | undefined;
  readonly concurrency: number;
  readonly sessionTimeoutMs: number;
}

/** Who takes the messages: those of one partition in their order, one at a time. */
export interface Taker {
  assigned(partitions: readonly Partition[], generation: number): Promise<void>;
  handle(message: Message, signal: AbortSignal): Promise<Handled>;
  committed(partition: Partition, offset: bigint): Promise<void>;
}

export interface Surroundings {
  readonly log: Log;
  readonly loop: LoopHeartbeat;
  /** Aborted when messages in hand are to be abandoned. */
  readonly abandon: AbortSignal;
}

/** A partition gives way to others of its broker after so long. */
const TURN_MS = 3_000;

/** A member of the consumer group. Offsets are committed by hand, after what stands below them was handled. */
export class KafkaMessages {
  readonly #subscription: Subscription;
  readonly #taker: Taker;
  readonly #around: Surroundings;
  readonly #consumer: Consumer;
  readonly #resumes = new Set<NodeJS.Timeout>();
  readonly #crashed = Promise.withResolvers<never>();
  #generation = 0;
  #joined = false;
  #ending = false;

  constructor(kafka: Kafka, subscription: Subscription, parts: Surroundings & { readonly taker: Taker }) {
    this.#subscription = subscription;
    this.#taker = parts.taker;
    this.#around = parts;
    this.#consumer = kafka.consumer({
      groupId: subscription.groupId,
      sessionTimeout: subscription.sessionTimeoutMs,
      rebalanceTimeout: Math.max(60_000, subscription.sessionTimeoutMs),
      heartbeatInterval: this.#beatMs,
      maxWaitTimeInMs: 500,
      metadataMaxAge: 30_000,
      allowAutoTopicCreation: false,
      partitionAssigners: [watchGeneration((generation) => (this.#generation = generation))],
      retry: {
        retries: 20,
        initialRetryTime: 100,
        maxRetryTime: 2_000,
        restartOnFailure: () => Promise.resolve(true),
      },
    });
    this.#watch();
  }

  get joined(): boolean {
    return this.#joined;
  }

  /** Rejects when kafkajs has given up for good. */
  get crashed(): Promise<never> {
    return this.#crashed.promise;
  }

  /** Joins the group; tries until it can, or until the end. */
  async start(end: AbortSignal): Promise<void> {
    await this.#persist(() => this.#consumer.connect(), end);
    await this.#persist(
      () => this.#consumer.subscribe({ topics: [...this.#subscription.topics], fromBeginning: true }),
      end,
    );
    await this.#consumer.run({
      autoCommit: false,
      eachBatchAutoResolve: false,
      partitionsConsumedConcurrently: this.#subscription.concurrency,
      eachBatch: (payload) => this.#take(payload),
    });
  }

  /** Takes no further message, waits for those in hand, commits and leaves the group. */
  async stop(): Promise<void> {
    this.#ending = true;
    for (const timer of this.#resumes) clearTimeout(timer);
    await this.#consumer.disconnect();
  }

  get #beatMs(): number {
    return Math.round(this.#subscription.sessionTimeoutMs / 10);
  }

  #watch(): void {
    const { events } = this.#consumer;
    this.#consumer.on(events.GROUP_JOIN, ({ payload }) => {
      const partitions = Object.entries(payload.memberAssignment).flatMap(([topic, indexes]) =>
        indexes.map((partition) => ({ topic, partition })),
      );
      this.#around.log.info('joined the group', {
        generation: this.#generation,
        partitions: partitions.length,
      });
      this.#joined = true;
      void this.#taker.assigned(partitions, this.#generation);
    });
    this.#consumer.on(events.REBALANCING, () => {
      this.#joined = false;
    });
    this.#consumer.on(events.CRASH, ({ payload }) => {
      this.#joined = false;
      if (!payload.restart) this.#crashed.reject(payload.error);
    });
  }

  async #take(payload: EachBatchPayload): Promise<void> {
    const { batch } = payload;
    const partition = { topic: batch.topic, partition: batch.partition };
    await using beats = beating(() => payload.heartbeat(), this.#beatMs);
    const turn = performance.now() + TURN_MS;
    const commits = new Commits(payload, (...committed) => this.#taker.committed(...committed));
    for (const record of batch.messages) {
      if (performance.now() > turn || this.#isOver(payload, beats)) break;
      const handled = await this.#handle(record, batch.highWatermark, partition);
      if (handled.kind === 'stopped') {
        this.#pause(payload, handled.retryAfterMs);
        break;
      }
      payload.resolveOffset(record.offset);
      await commits.reached(record.offset);
    }
    await commits.flush();
    beats.rethrow();
  }

  #isOver(payload: EachBatchPayload, beats: Beats): boolean {
    return this.#ending || !payload.isRunning() || payload.isStale() || beats.failed;
  }

  async #handle(record: KafkaMessage, highWatermark: string, partition: Partition): Promise<Handled> {
    const id = this.#idOf(record);
    const message = {
      ...partition,
      offset: BigInt(record.offset),
      end: BigInt(highWatermark),
      ...(id === undefined ? {} : { id }),
      key: record.key?.toString(),
      value: record.value ?? undefined,
    };
    return this.#around.loop.during(() => this.#taker.handle(message, this.#around.abandon));
  }

  #idOf({ headers }: KafkaMessage): string | undefined {
    const { idHeader } = this.#subscription;
    const given = idHeader === undefined ? undefined : headers?.[idHeader];
    const id = (Array.isArray(given) ? given[0] : given)?.toString();
    return id === '' ? undefined : id;
  }

  #pause(payload: EachBatchPayload, ms: number): void {
    const resume = payload.pause();
    const timer = setTimeout(() => {
      this.#resumes.delete(timer);
      resume();
    }, ms);
    this.#resumes.add(timer);
  }

  async #persist(work: () => Promise<void>, end: AbortSignal): Promise<void> {
    for (;;) {
      try {
        await work();
        return;
      } catch (failure) {
        this.#around.log.error('Kafka cannot be used yet, trying again', { failure });
        await sleep(1_000, undefined, { signal: end });
      }
    }
  }
}
