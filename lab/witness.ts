import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Kafka } from 'kafkajs';
import { calmKafka } from './calm-kafka.ts';
import { WitnessConsumer } from './witness-consumer.ts';
import { WitnessProducer } from './witness-producer.ts';
import { type Testimony, type Verdict, judge, nameOf } from './witness-verdict.ts';

export interface WitnessOptions {
  readonly brokers: readonly string[];
  /** A topic that exists; its number of partitions must not change, or keys move. */
  readonly topic: string;
  /** 12 when it is left out. */
  readonly keys?: number;
  /** Over all keys; 100 when it is left out. */
  readonly recordsPerSecond?: number;
  /** 120 s when it is left out, as for Kafka's own producer. */
  readonly deliveryTimeoutMs?: number;
  /** How long `finish` waits for what was acknowledged to be seen; 30 s when it is left out. */
  readonly drainTimeoutMs?: number;
}

/** Traffic that swears to what happened to it. */
export interface Witness extends AsyncDisposable {
  /** The counts until now; what is on its way counts as lost. */
  verdictSoFar(): Verdict;
  /** Ends the traffic, reads all that was acknowledged, and judges. */
  finish(): Promise<Verdict>;
  /** The error of the last refused record, if there was one. */
  lastRefusal(): unknown;
}

/** Starts a producer (acks=all) and a consumer; resolves when both work. */
export async function startWitness(options: WitnessOptions): Promise<Witness> {
  const run = randomUUID().slice(0, 8);
  const consumer = new WitnessConsumer(connection(options), run);
  const producer = new WitnessProducer(connection(options), {
    topic: options.topic,
    run,
    keys: options.keys ?? 12,
    recordsPerSecond: options.recordsPerSecond ?? 100,
    deliveryTimeoutMs: options.deliveryTimeoutMs ?? 120_000,
  });
  await consumer.start(options.topic);
  await producer.start();
  const verdictSoFar = () => judge(testify(producer, consumer));
  let finished: Promise<Verdict> | undefined = undefined;
  const end = async () => {
    await producer.finish();
    await drain(producer, consumer, options.drainTimeoutMs ?? 30_000);
    await consumer.stop();
    return verdictSoFar();
  };
  const finish = () => (finished ??= end());
  return {
    verdictSoFar,
    finish,
    lastRefusal: () => producer.lastRefusal,
    [Symbol.asyncDispose]: async () => {
      await finish();
    },
  };
}

/** One client each, so that neither waits for the other's requests; short times follow a moved leader fast. */
const connection = ({ brokers }: WitnessOptions): Kafka =>
  calmKafka(brokers, 'witness', {
    connectionTimeout: 1000,
    requestTimeout: 5000,
    retry: { retries: 20, initialRetryTime: 50, maxRetryTime: 500 },
  });

function testify(producer: WitnessProducer, consumer: WitnessConsumer): Testimony {
  const { produced, refused, acknowledged, acknowledgedAt } = producer;
  const { consumed, consumedAt } = consumer;
  return { produced, refused, acknowledged, acknowledgedAt, consumed, consumedAt };
}

async function drain(producer: WitnessProducer, consumer: WitnessConsumer, timeoutMs: number): Promise<void> {
  const deadline = performance.now() + timeoutMs;
  const isDrained = () => producer.acknowledged.every((record) => consumer.seen.has(nameOf(record)));
  while (!isDrained() && performance.now() < deadline) await sleep(50);
}
