import { Kafka, type logCreator, logLevel } from 'kafkajs';
import RequestQueue from 'kafkajs/src/network/requestQueue/index.js';
import { toKafkaConfig } from '../../../../lib/adapters/kafka/settings.ts';
import type { KafkaInputs } from '../../../../lib/core/kafka-inputs.ts';
import type { Log } from '../log.ts';

/** kafkajs for a service: it goes on for as long as brokers are away, and says what it meets in our log. */
export function kafkaClient({ brokers, security }: KafkaInputs, clientId: string, log: Log): Kafka {
  calmTimers();
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

let calmed = false;

/**
 * kafkajs 2.2.4 sets a timer of negative length after each response, which Node 24 warns of and runs every millisecond
 * for ever. It is needed only while requests wait or the broker throttles. https://github.com/tulios/kafkajs/issues/1751
 */
function calmTimers(): void {
  if (calmed) return;
  calmed = true;
  const queue = RequestQueue.prototype;
  const schedule = Reflect.get(queue, 'scheduleCheckPendingRequests');
  queue.scheduleCheckPendingRequests = function (this: RequestQueue) {
    if (this.pending.length > 0 || this.throttledUntil > Date.now()) schedule.call(this);
  };
}
