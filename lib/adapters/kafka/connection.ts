import { setTimeout as sleep } from 'node:timers/promises';
import { describeHostPort, type HostPort, parseHostPort } from '../../core/host-port.ts';
import { WorldFailure } from '../../core/world-failure.ts';
import { type Api, ApiUnsupported } from './api.ts';
import type { BrokerLink } from './broker-link.ts';
import { BrokerLinks } from './broker-links.ts';
import { BrokerLinkFailed, BrokerUnreachable, KafkaUnreachable } from './connection-failures.ts';
import { describeQuorum } from './describe-quorum.ts';
import { type BrokerAddress, metadata, type MetadataResponse } from './metadata.ts';
import type { KafkaSettings } from './settings.ts';

/** Any broker, the controller (for writes), or the broker with this id and no other. */
export type Destination = 'any' | 'controller' | number;

/** How long a broker has before the next one is tried beside it, in milliseconds. */
const HEAD_START_MS = 250;

/**
 * A client of one cluster. It routes every request itself and repeats none that may have been sent, except to `any`
 * broker. Connections are opened when they are needed; a broken one is dropped and opened again by the next request.
 */
export class KafkaConnection implements AsyncDisposable {
  readonly #bootstrap: readonly HostPort[];
  readonly #links: BrokerLinks;
  /** Addresses that failed last, in the order of their failures: they are asked last. */
  readonly #failed = new Set<string>();
  #brokers: readonly BrokerAddress[] = [];

  private constructor(settings: KafkaSettings) {
    this.#bootstrap = settings.brokers.map(bootstrapAddress);
    this.#links = new BrokerLinks(settings);
  }

  /**
   * Connects to one bootstrap broker after another, the next when one fails or is slow: one that answers is enough. It is
   * asked nothing about the cluster, for those who must first know which one it is.
   */
  static async reach(settings: KafkaSettings): Promise<KafkaConnection> {
    const connection = new KafkaConnection(settings);
    return connection.#orClosed(() => connection.#reachOne());
  }

  /** The same, and learns of the cluster's brokers. */
  static async open(settings: KafkaSettings): Promise<KafkaConnection> {
    const connection = await KafkaConnection.reach(settings);
    return connection.#orClosed(() => connection.refresh());
  }

  /** The brokers of the last look at the cluster, which is taken when there was none. */
  async brokers(): Promise<readonly BrokerAddress[]> {
    return this.#brokers.length > 0 ? this.#brokers : (await this.refresh()).brokers;
  }

  /** `any` may send the request to several brokers one after another: only for requests that may be repeated. */
  send<Request, Response>(api: Api<Request, Response>, request: Request, to: Destination): Promise<Response> {
    return this.withLink(to, (link) => link.exchange(api, request));
  }

  /** The same routes for work that is not one of our APIs. */
  withLink<T>(to: Destination, work: (link: BrokerLink) => Promise<T>): Promise<T> {
    if (to === 'any') return this.#anyBroker(work);
    return to === 'controller' ? this.#controller(work) : this.#thatBroker(to, work);
  }

  /** The cluster's brokers now, without topics. */
  async refresh(): Promise<MetadataResponse> {
    return (await this.#look()).response;
  }

  /** Never waits for brokers: requests that run fail. */
  [Symbol.asyncDispose](): Promise<void> {
    this.#links.close();
    return Promise.resolve();
  }

  async #orClosed(work: () => Promise<unknown>): Promise<this> {
    try {
      await work();
      return this;
    } catch (failure) {
      await this[Symbol.asyncDispose]();
      throw failure;
    }
  }

  async #reachOne(): Promise<void> {
    const attempts: Promise<BrokerLink>[] = [];
    for (const address of this.#bootstrap) {
      attempts.push(this.#links.to(address));
      if (await this.#isReached(attempts)) return;
    }
    await Promise.any(attempts).catch((failure: unknown) => {
      throw failure instanceof AggregateError ? noneAnswered(failure.errors) : failure;
    });
  }

  /** False as soon as all have failed, or when none of them is there in a moment. */
  async #isReached(attempts: readonly Promise<BrokerLink>[]): Promise<boolean> {
    const first = Promise.any(attempts).catch(() => undefined);
    const link = await Promise.race([first, sleep(HEAD_START_MS, undefined, { ref: false })]);
    if (link === undefined) return false;
    const tried = this.#bootstrap.slice(0, attempts.length).map(describeHostPort);
    for (const address of tried) if (address !== link.address) this.#failed.add(address);
    return true;
  }

  async #look(): Promise<{ response: MetadataResponse; kraft: boolean }> {
    const seen = await this.#anyBroker(async (link) => {
      const response = await link.exchange(metadata, { topics: [] });
      // A broker that has just started may not know the cluster yet: another one does.
      if (response.brokers.length === 0) throw new BrokerLinkFailed(link.address, 'it knows no brokers yet');
      // Only brokers of a KRaft cluster offer it.
      return { response, kraft: link.versionsOf(describeQuorum.key) !== undefined };
    });
    this.#brokers = seen.response.brokers;
    return seen;
  }

  async #anyBroker<T>(work: (link: BrokerLink) => Promise<T>): Promise<T> {
    const failures: unknown[] = [];
    for (const address of this.#candidates()) {
      const key = describeHostPort(address);
      this.#failed.delete(key);
      try {
        return await work(await this.#links.to(address));
      } catch (failure) {
        if (!(failure instanceof WorldFailure) || failure instanceof ApiUnsupported) throw failure;
        this.#failed.add(key);
        failures.push(failure);
      }
    }
    throw noneAnswered(failures);
  }

  #candidates(): HostPort[] {
    const all = [...this.#brokers, ...this.#bootstrap];
    const byAddress = new Map(all.map((address) => [describeHostPort(address), address]));
    const order = [...this.#failed];
    const rank = (address: HostPort): number => order.indexOf(describeHostPort(address));
    return [...byAddress.values()].sort((a, b) => rank(a) - rank(b));
  }

  /** In KRaft every broker forwards to the active controller, so one that takes no connection is passed over. */
  async #controller<T>(work: (link: BrokerLink) => Promise<T>): Promise<T> {
    const { response, kraft } = await this.#look();
    const others = kraft ? response.brokers.map(({ id }) => id) : [];
    const failures: unknown[] = [];
    for (const id of new Set([response.controllerId, ...others])) {
      if (id < 0) continue;
      const link = await this.#linkOf(id).catch((failure: unknown) => void failures.push(failure));
      if (link) return work(link);
    }
    if (failures.length > 0) throw noneAnswered(failures);
    throw new WorldFailure('the cluster has no controller now: try again in some seconds');
  }

  async #thatBroker<T>(id: number, work: (link: BrokerLink) => Promise<T>): Promise<T> {
    const link = await this.#linkOf(id);
    return work(link).catch((failure: unknown) => {
      throw unreachable(id, failure);
    });
  }

  async #linkOf(id: number): Promise<BrokerLink> {
    const known = this.#brokers.find((broker) => broker.id === id) ?? (await this.#lookUp(id));
    try {
      return await this.#links.to(known);
    } catch (failure) {
      // A broker that was stopped and started may have another address.
      const now = await this.#lookUp(id).catch(() => known);
      if (describeHostPort(now) === describeHostPort(known)) throw unreachable(id, failure);
      return this.#links.to(now);
    }
  }

  async #lookUp(id: number): Promise<BrokerAddress> {
    const { brokers } = await this.refresh();
    const broker = brokers.find((each) => each.id === id);
    if (broker) return broker;
    const ids = brokers.map((each) => String(each.id)).join(', ');
    throw new BrokerUnreachable(id, `is not registered in the cluster, where there are now: ${ids}`);
  }
}

function bootstrapAddress(text: string): HostPort {
  const address = parseHostPort(text);
  if (!address) throw new Error(`"${text}" is not host:port: the inputs let it pass`);
  return address;
}

/** A refused login or certificate says more than the brokers that are down beside it. */
function noneAnswered(failures: readonly unknown[]): unknown {
  const down = failures.filter((failure) => failure instanceof WorldFailure).filter(isDown);
  return failures.find((failure) => !isDown(failure)) ?? new KafkaUnreachable(down);
}

const isDown = (failure: unknown): boolean =>
  failure instanceof BrokerLinkFailed || failure instanceof BrokerUnreachable;

const unreachable = (id: number, failure: unknown): unknown =>
  failure instanceof BrokerLinkFailed
    ? new BrokerUnreachable(id, 'did not answer', { cause: failure })
    : failure;
