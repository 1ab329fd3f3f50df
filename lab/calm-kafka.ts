import { createRequire } from 'node:module';
import { connect, type Socket } from 'node:net';
import { type ISocketFactoryArgs, Kafka, type KafkaConfig, logLevel } from 'kafkajs';

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
  return new Kafka({ clientId, brokers: [...brokers], logLevel: logLevel.NOTHING, socketFactory, ...others });
}

const KEEP_ALIVE_MS = 60_000;

/**
 * As kafkajs does, but for this: it closes the connection to a broker that is away again with every try, and each time
 * Node would add a listener to a socket that has long been closed, and warn of so many.
 */
function socketFactory({ host, port, onConnect }: ISocketFactoryArgs): Socket {
  const socket = connect({ host, port }, onConnect).setKeepAlive(true, KEEP_ALIVE_MS);
  const unref = socket.unref.bind(socket);
  socket.unref = () => (socket.destroyed ? socket : unref());
  return socket;
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
