import { connect, type Socket } from 'node:net';
import { calmKafkajs } from '../lib/adapters/kafka/calm-kafkajs.ts';
import { type ISocketFactoryArgs, Kafka, type KafkaConfig, logLevel } from 'kafkajs';

type Others = Omit<KafkaConfig, 'brokers' | 'clientId' | 'logLevel'>;

/** kafkajs's own clients, in plaintext and without its log, which tells every broker that is stopped. */
export function calmKafka(brokers: readonly string[], clientId: string, others: Others = {}): Kafka {
  calmKafkajs();
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
