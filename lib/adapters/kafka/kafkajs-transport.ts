import type { Socket } from 'node:net';
import net from 'node:net';
import tls from 'node:tls';
import { type ISocketFactoryArgs, Kafka } from 'kafkajs';
import { describeHostPort, type HostPort } from '../../core/host-port.ts';
import { type KafkaSettings, securityGiven, toKafkaConfig, usesTls } from './settings.ts';
import type { Evidence } from './translate-failure.ts';
import { type Heard, NOTHING_HEARD, type Sender, watchExchanges } from './watch-exchanges.ts';

/**
 * kafkajs 2.2.4 as the transport to one broker: it opens the socket, does TLS and SASL, frames requests and matches
 * responses. It offers no public way to one broker's connection, so the private parts below are used; the package is
 * pinned, and `Transport` refuses to start when one of them is not there.
 */
export interface KafkaJsBroker {
  readonly versions: Readonly<Record<number, { minVersion: number; maxVersion: number } | undefined>> | null;
  connect(): Promise<void>;
  disconnect(): Promise<void>;
  produce(request: object): Promise<unknown>;
  fetch(request: object): Promise<unknown>;
  listOffsets(request: object): Promise<unknown>;
}

export interface ConnectionPool {
  readonly pool: readonly PooledConnection[];
  send(exchange: object): Promise<unknown>;
}

export interface PooledConnection extends Sender {
  readonly requestQueue: RequestQueue;
  processData: (bytes: Buffer) => void;
  isConnected(): boolean;
  /** How long before the end of its session kafkajs logs in again, in milliseconds. */
  reauthenticationThreshold: number;
  /** False without a login, and from `reauthenticationThreshold` before its session ends. */
  isAuthenticated(): boolean;
}

interface RequestQueue {
  readonly pending: readonly unknown[];
  scheduleCheckPendingRequests: () => void;
}

interface Cluster {
  readonly rootLogger: unknown;
  readonly connectionPoolBuilder: { build(address: HostPort): Promise<ConnectionPool> };
  readonly brokerPool: { createBroker(options: object): KafkaJsBroker };
}

export class Transport {
  readonly #settings: KafkaSettings;
  readonly #address: HostPort;
  readonly #sockets = new Set<Socket>();
  readonly #cluster: Cluster;
  #seen: Seen = NOTHING_SEEN;
  #heard: Heard = NOTHING_HEARD;

  constructor(address: HostPort, settings: KafkaSettings) {
    this.#address = address;
    this.#settings = settings;
    const kafka = new Kafka({
      ...toKafkaConfig(settings),
      socketFactory: (options) => this.#openSocket(options),
    });
    this.#cluster = clusterOf(kafka);
  }

  /** Two connections of kafkajs (one of them for fetches, opened when used), none of them open yet. */
  async prepare(): Promise<{ broker: KafkaJsBroker; pool: ConnectionPool }> {
    const pool = await this.#cluster.connectionPoolBuilder.build(this.#address);
    expectFunctions(pool, ['send']);
    for (const connection of pool.pool) {
      expectFunctions(connection, ['send', 'isConnected', 'isAuthenticated', 'processData']);
      quietTimer(connection.requestQueue);
      guardFrames(connection, (cause) => {
        this.#drop(new Error(NOT_KAFKA, { cause }));
      });
      watchExchanges(connection, (heard) => {
        this.#heard = heard(this.#heard);
      });
    }
    const broker = this.#cluster.brokerPool.createBroker({
      connectionPool: pool,
      logger: this.#cluster.rootLogger,
    });
    expectFunctions(broker, ['connect', 'disconnect', 'produce', 'fetch', 'listOffsets']);
    return { broker, pool };
  }

  evidence(): Evidence {
    const given = securityGiven(this.#settings.security);
    return { address: describeHostPort(this.#address), ...given, ...this.#seen, heard: this.#heard };
  }

  /** At once: kafkajs's own way waits for requests that a hung broker never answers. */
  destroy(): void {
    this.#drop(new Error('the connection was dropped'));
  }

  #drop(failure: Error): void {
    for (const socket of this.#sockets) socket.destroy(failure);
    this.#sockets.clear();
  }

  #openSocket({ host, port, ssl, onConnect }: ISocketFactoryArgs): Socket {
    try {
      const serverName = net.isIP(host) === 0 ? { servername: host } : {};
      const socket =
        usesTls(this.#settings.security) && typeof ssl === 'object'
          ? tls.connect({ host, port, ...serverName, ...ssl }, onConnect)
          : net.connect({ host, port }, onConnect);
      return this.#watch(socket);
    } catch (failure) {
      // A PEM text that cannot be read; kafkajs keeps only its message.
      this.#seen = { ...this.#seen, socketError: failure as NodeJS.ErrnoException };
      throw failure;
    }
  }

  #watch(socket: Socket): Socket {
    this.#sockets.add(socket);
    this.#seen = NOTHING_SEEN;
    const notice = (seen: Partial<Seen>): void => {
      this.#seen = { ...this.#seen, ...seen };
    };
    socket.setKeepAlive(true, KEEP_ALIVE_MS);
    socket.once(socket instanceof tls.TLSSocket ? 'secureConnect' : 'connect', () => {
      notice({ handshakeDone: true });
    });
    socket.once('data', (firstBytes: Buffer) => {
      notice({ firstBytes });
    });
    socket.once('error', (socketError) => {
      notice({ socketError });
    });
    socket.once('close', () => this.#sockets.delete(socket));
    return socket;
  }
}

type Seen = Pick<Evidence, 'handshakeDone' | 'socketError' | 'firstBytes'>;
const NOTHING_SEEN: Seen = { handshakeDone: false, socketError: undefined, firstBytes: undefined };

const KEEP_ALIVE_MS = 60_000;

function clusterOf(kafka: Kafka): Cluster {
  const symbol = Object.getOwnPropertySymbols(kafka).find(
    ({ description }) => description === 'private:Kafka:createCluster',
  );
  const create = symbol && (Reflect.get(kafka, symbol) as ((options: object) => Cluster) | undefined);
  if (typeof create !== 'function') throw internalsChanged('Kafka has no createCluster');
  const cluster = create({ allowAutoTopicCreation: false });
  expectFunctions(cluster.connectionPoolBuilder, ['build']);
  expectFunctions(cluster.brokerPool, ['createBroker']);
  return cluster;
}

/**
 * On Node 24 kafkajs re-arms a timer of negative length for ever: a warning, and a busy process. It is needed only while
 * requests wait for a throttled broker. https://github.com/tulios/kafkajs/issues/1751
 */
function quietTimer(queue: RequestQueue): void {
  expectFunctions(queue, ['scheduleCheckPendingRequests']);
  if (!Array.isArray(queue.pending)) throw internalsChanged('the request queue has no pending requests');
  const schedule = queue.scheduleCheckPendingRequests.bind(queue);
  queue.scheduleCheckPendingRequests = () => {
    if (queue.pending.length > 0) schedule();
  };
}

const NOT_KAFKA = 'what the listener answers is not the protocol of Kafka';

/** kafkajs throws where nobody catches when an answer has no possible length: it would end the process. */
function guardFrames(connection: PooledConnection, fail: (cause: unknown) => void): void {
  const processData = connection.processData.bind(connection);
  connection.processData = (bytes) => {
    try {
      processData(bytes);
    } catch (cause) {
      fail(cause);
    }
  };
}

function expectFunctions(part: object | undefined, names: readonly string[]): void {
  for (const name of names) {
    const member: unknown = part && Reflect.get(part, name);
    if (typeof member !== 'function') throw internalsChanged(`there is no ${name}`);
  }
}

const internalsChanged = (what: string): Error =>
  new Error(
    `kafkajs is not the one that this program was written for (${what}): install kafkajs 2.2.4 exactly`,
  );
