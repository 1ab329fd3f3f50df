import { Kafka, type logCreator, logLevel } from 'kafkajs';
import { calmKafkajs } from '../../../../lib/adapters/kafka/calm-kafkajs.ts';
import { toKafkaConfig } from '../../../../lib/adapters/kafka/settings.ts';
import type { KafkaInputs } from '../../../../lib/core/kafka-inputs.ts';
import type { Log } from '../log.ts';

/** kafkajs for a service: it goes on for as long as brokers are away, and says what it meets in our log. */
export function kafkaClient({ brokers, security }: KafkaInputs, clientId: string, log: Log): Kafka {
  calmKafkajs();
  return new Kafka({
    ...toKafkaConfig({ brokers, clientId, security, requestTimeoutMs: 10_000 }),
    retry: { initialRetryTime: 100, maxRetryTime: 2_000, retries: 8 },
    logLevel: logLevel.WARN,
    logCreator: toOurLog(log),
  });
}

const toOurLog =
  (log: Log): logCreator =>
  () =>
  ({ level, namespace, log: { message, error, topic, partition } }) => {
    // What it calls an error is an attempt that failed and is made again; what matters comes back to us.
    const facts = {
      from: `kafkajs ${namespace}`,
      error: error as unknown,
      topic: topic as unknown,
      partition: partition as unknown,
    };
    if (level <= logLevel.WARN) log.warn(message, facts);
  };
