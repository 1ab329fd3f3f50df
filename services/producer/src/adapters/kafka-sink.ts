import { setTimeout as sleep } from 'node:timers/promises';
import { type Kafka, type Message, type PartitionMetadata, Partitioners, type Producer } from 'kafkajs';
import { KafkaConnection } from '../../../../lib/adapters/kafka/connection.ts';
import { metadata } from '../../../../lib/adapters/kafka/metadata.ts';
import type { KafkaInputs } from '../../../../lib/core/kafka-inputs.ts';
import { WorldFailure } from '../../../../lib/core/world-failure.ts';
import type { Log } from '../../../hosting/src/log.ts';
import type { LoopHeartbeat } from '../../../hosting/src/loop-heartbeat.ts';
import type { NewRecord } from '../core/records.ts';
import { orAborted } from '../or-aborted.ts';
import type { SendEnd, Sink } from '../ports.ts';

/** The broker wrote nothing of it and never will. */
const REFUSALS = [
  'MESSAGE_TOO_LARGE',
  'RECORD_LIST_TOO_LARGE',
  'INVALID_RECORD',
  'POLICY_VIOLATION',
  'TOPIC_AUTHORIZATION_FAILED',
];
/** The broker no longer knows this producer's sequence: another attempt might be taken for a repetition. */
const LOSSES = [
  'OUT_OF_ORDER_SEQUENCE_NUMBER',
  'INVALID_PRODUCER_EPOCH',
  'UNKNOWN_PRODUCER_ID',
  'PRODUCER_FENCED',
];

/**
 * An idempotent producer of one topic with acks=all. Traps of kafkajs 2.2.4 that its shape avoids:
 *
 * - one `send` with several leaders resolves although a partition that changed its leader between two attempts was
 *   left out, or writes another twice: so each `send` here is for one partition;
 * - after it gives a batch up it uses the same sequence numbers for the next one, which the broker takes for the
 *   first and acknowledges without writing: so a batch is never given up, except at the end of the process.
 */
export class KafkaSink implements Sink {
  readonly #producer: Pick<Producer, 'send' | 'disconnect'>;
  readonly #loop: LoopHeartbeat;
  readonly #topic: string;
  readonly #log: Log;
  readonly #partitions: PartitionMetadata[];
  readonly #choose = Partitioners.DefaultPartitioner();

  /** `loop` counts each attempt: one that never ends is a process that is stuck, however Kafka is. */
  constructor(
    producer: Pick<Producer, 'send' | 'disconnect'>,
    parts: {
      readonly topic: string;
      readonly count: number;
      readonly log: Log;
      readonly loop: LoopHeartbeat;
    },
  ) {
    this.#producer = producer;
    this.#loop = parts.loop;
    this.#topic = parts.topic;
    this.#log = parts.log;
    this.#partitions = Array.from({ length: parts.count }, (_, partitionId) => ({
      ...{ partitionId, partitionErrorCode: 0, leader: 0, replicas: [], isr: [] },
    }));
  }

  /** The topic's partitions are counted once: those that are added later are used after a restart. */
  static async open(
    kafka: Kafka,
    topic: string,
    parts: { readonly access: KafkaInputs; readonly log: Log; readonly loop: LoopHeartbeat },
  ): Promise<KafkaSink> {
    const count = await partitionsOf(topic, parts.access);
    const producer = kafka.producer({
      idempotent: true,
      maxInFlightRequests: 1,
      allowAutoTopicCreation: false,
      createPartitioner: Partitioners.DefaultPartitioner,
      metadataMaxAge: 30_000,
      retry: { retries: 5, initialRetryTime: 100, maxRetryTime: 2_000 },
    });
    await producer.connect();
    return new KafkaSink(producer, { ...parts, topic, count });
  }

  partitionOf(record: NewRecord): number {
    const message = { key: record.key ?? null, value: record.value };
    return this.#choose({ topic: this.#topic, partitionMetadata: this.#partitions, message });
  }

  async send(partition: number, records: readonly NewRecord[], signal: AbortSignal): Promise<SendEnd> {
    const messages = records.map(({ key, value }) => ({ key: key ?? null, value, partition }));
    while (!signal.aborted) {
      const end = await orAborted(this.#attempt(messages), signal);
      if (end === undefined) break;
      if (end !== 'again') return end;
      this.#log.warn('a batch is not acknowledged yet, it is sent again', {
        partition,
        records: records.length,
      });
      await orAborted(sleep(500), signal);
    }
    return { kind: 'given-up', because: 'there was no time left' };
  }

  async close(): Promise<void> {
    await this.#producer.disconnect();
  }

  #attempt(messages: Message[]): Promise<SendEnd | 'again'> {
    return this.#loop.during(() =>
      this.#producer
        .send({ topic: this.#topic, acks: -1, messages })
        .then((): SendEnd => ({ kind: 'acknowledged' }), endOf),
    );
  }
}

async function partitionsOf(topic: string, { brokers, security }: KafkaInputs): Promise<number> {
  await using kafka = await KafkaConnection.open({ brokers, security, clientId: 'producer' });
  const { topics } = await kafka.send(metadata, { topics: [topic] }, 'any');
  const count = topics[0]?.partitions.length ?? 0;
  if (count === 0)
    throw new WorldFailure(`there is no topic ${topic}, or this user may not see it: create it first`);
  return count;
}

function endOf(failure: unknown): SendEnd | 'again' {
  const type = typeOf(failure);
  if (REFUSALS.includes(type)) return { kind: 'refused', because: type };
  return LOSSES.includes(type) ? { kind: 'lost', because: type } : 'again';
}

function typeOf(failure: unknown): string {
  if (!(failure instanceof Error)) return '';
  const type: unknown = Reflect.get(failure, 'type');
  return typeof type === 'string' ? type : typeOf(failure.cause);
}
