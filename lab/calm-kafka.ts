import { createRequire } from 'node:module';
import { Kafka, type KafkaConfig, logLevel } from 'kafkajs';

interface RequestQueue {
  readonly pending: readonly unknown[];
  /** A time in milliseconds, or -1. */
  readonly throttledUntil: number;
}

interface RequestQueueClass {
  readonly prototype: { scheduleCheckPendingRequests: (this: RequestQueue) => void };
}

type Others = Omit<KafkaConfig, 'brokers' | 'clientId' | 'logLevel'>;

/** kafkajs's own clients, in plaintext and without its log, which tells every broker that is stopped. */
export function calmKafka(brokers: readonly string[], clientId: string, others: Others = {}): Kafka {
  calm();
  return new Kafka({ clientId, brokers: [...brokers], logLevel: logLevel.NOTHING, ...others });
}

let calmed = false;

/**
 * kafkajs 2.2.4 sets a timer of negative length after each response, which Node 24 warns of and runs every
 * millisecond for ever. It is needed only while requests wait or the broker throttles.
 */
function calm(): void {
  if (calmed) return;
  calmed = true;
  const queue = createRequire(import.meta.url)('kafkajs/src/network/requestQueue') as RequestQueueClass;
  const schedule = queue.prototype.scheduleCheckPendingRequests;
  queue.prototype.scheduleCheckPendingRequests = function (this: RequestQueue) {
    if (this.pending.length > 0 || this.throttledUntil > Date.now()) schedule.call(this);
  };
}
