import type { HostPort } from '../../core/host-port.ts';
import { type Api, ApiUnsupported, negotiate, type VersionRange } from './api.ts';
import { BrokerLinkFailed } from './connection-failures.ts';
import {
  type ConnectionPool,
  type KafkaJsBroker,
  type PooledConnection,
  Transport,
} from './kafkajs-transport.ts';
import { connectTimeoutOf, type KafkaSettings, requestTimeoutOf } from './settings.ts';
import { translateFailure } from './translate-failure.ts';
import { WireReader, WireWriter } from './wire.ts';

/** How long before its login ends a connection takes no new requests, in milliseconds. */
const RETIRES_BEFORE_MS = 10_000;

/** kafkajs asks the same right before it sends, a moment later, and must not log in again on this connection by then. */
function lastsLongEnough(connection: PooledConnection): boolean {
  connection.reauthenticationThreshold = RETIRES_BEFORE_MS;
  const lasts = connection.isAuthenticated();
  connection.reauthenticationThreshold = 0;
  return lasts;
}

/** An open connection to one broker. After a failure it is closed for good: open another one. */
export class BrokerLink {
  readonly #transport: Transport;
  readonly #broker: KafkaJsBroker;
  readonly #pool: ConnectionPool;
  readonly #requestTimeoutMs: number;
  readonly #withLogin: boolean;
  #running = 0;
  #retired = false;
  #closed = false;

  private constructor(
    transport: Transport,
    parts: { broker: KafkaJsBroker; pool: ConnectionPool },
    settings: KafkaSettings,
  ) {
    this.#transport = transport;
    this.#broker = parts.broker;
    this.#pool = parts.pool;
    this.#requestTimeoutMs = requestTimeoutOf(settings);
    this.#withLogin = 'sasl' in settings.security;
  }

  static async open(address: HostPort, settings: KafkaSettings): Promise<BrokerLink> {
    const transport = new Transport(address, settings);
    const link = new BrokerLink(transport, await transport.prepare(), settings);
    // The handshakes have their own time-out in kafkajs, but it is lost when the broker hangs up in between.
    try {
      await link.#guarded(
        () => link.#broker.connect(),
        connectTimeoutOf(settings) + requestTimeoutOf(settings),
      );
      return link;
    } catch (failure) {
      link.close();
      throw failure;
    }
  }

  /** `host:port`. */
  get address(): string {
    return this.#transport.evidence().address;
  }

  /** Not for long after a login that ends: whoever comes then needs another one. */
  get usable(): boolean {
    const [connection] = this.#pool.pool;
    if (this.#closed || connection?.isConnected() !== true) return false;
    return !this.#withLogin || lastsLongEnough(connection);
  }

  versionsOf(apiKey: number): VersionRange | undefined {
    const range = this.#broker.versions?.[apiKey];
    return range && { min: range.minVersion, max: range.maxVersion };
  }

  async exchange<Request, Response>(api: Api<Request, Response>, request: Request): Promise<Response> {
    const theirs = this.versionsOf(api.key);
    const version = negotiate(api.versions, theirs);
    if (version === undefined) throw new ApiUnsupported(api, this.address, theirs);
    const timeoutMs = this.#requestTimeoutMs + (api.worksForMs?.(request) ?? 0);
    const exchange = { requestTimeout: timeoutMs, ...framed(api, request, version) };
    return (await this.#guarded(() => this.#pool.send(exchange), timeoutMs)) as Response;
  }

  /** For what kafkajs does itself (records); `timeoutMs` is how long the broker may wait by the request's own words. */
  use<T>(work: (broker: KafkaJsBroker) => Promise<T>, timeoutMs: number): Promise<T> {
    return this.#guarded(() => work(this.#broker), this.#requestTimeoutMs + timeoutMs);
  }

  /** Closes it when its requests have their answers; there must be no new ones. */
  retire(): void {
    this.#retired = true;
    if (this.#running === 0 || this.#pool.pool[0]?.isConnected() !== true) this.close();
  }

  close(): void {
    this.#closed = true;
    this.#transport.destroy();
    // Its timers stop when it has no requests; the destroyed sockets have rejected them.
    this.#broker.disconnect().catch(() => undefined);
  }

  async #guarded<T>(work: () => Promise<T>, timeoutMs: number): Promise<T> {
    this.#running += 1;
    try {
      return await this.#within(timeoutMs + SLACK_MS, work());
    } catch (failure) {
      const translated = translateFailure(failure, this.#transport.evidence());
      // What was translated is the connection's failure; the rest leaves the connection in order.
      if (translated !== failure || failure instanceof BrokerLinkFailed) this.close();
      throw translated;
    } finally {
      this.#running -= 1;
      if (this.#retired && this.#running === 0) this.close();
    }
  }

  async #within<T>(milliseconds: number, work: Promise<T>): Promise<T> {
    const { promise: late, reject } = Promise.withResolvers<never>();
    const timer = setTimeout(() => {
      const reason = `no answer in ${String(milliseconds / 1000)} s`;
      reject(new BrokerLinkFailed(this.address, reason));
    }, milliseconds);
    try {
      return await Promise.race([work, late]);
    } finally {
      clearTimeout(timer);
    }
  }
}

// kafkajs looks at its own time-outs every 100 ms; ours comes after it, so that its better error is seen.
const SLACK_MS = 300;

/** The headers of flexible versions end in tagged fields, which kafkajs does not write or read itself (KIP-482). */
function framed<Request, Response>(api: Api<Request, Response>, request: Request, version: number): object {
  const flexible = version >= api.flexibleFrom;
  return {
    request: {
      apiKey: api.key,
      apiVersion: version,
      apiName: api.name,
      encode: () => Promise.resolve(encodeBody(api, request, { version, flexible })),
    },
    response: {
      decode: (payload: Buffer) => Promise.resolve(decodeBody(api, payload, { version, flexible })),
      parse: (response: Response) => Promise.resolve(response),
    },
  };
}

interface Encoding {
  readonly version: number;
  readonly flexible: boolean;
}

function encodeBody<Request>(api: Api<Request, unknown>, request: Request, encoding: Encoding): object {
  const writer = new WireWriter(encoding.flexible).endStructure();
  api.encode(writer, request, encoding.version);
  const bytes = writer.bytes();
  // The shape that kafkajs's encoder takes.
  return { buf: bytes, buffer: bytes, size: () => bytes.length };
}

function decodeBody<Response>(api: Api<never, Response>, payload: Buffer, encoding: Encoding): Response {
  const reader = new WireReader(payload, encoding.flexible);
  reader.endStructure();
  return api.decode(reader, encoding.version);
}
