import { describeHostPort, type HostPort } from '../../core/host-port.ts';
import { BrokerLink } from './broker-link.ts';
import type { KafkaSettings } from './settings.ts';

/** One connection for each address: opened when it is asked for, and again when it broke or its login ends. */
export class BrokerLinks {
  readonly #settings: KafkaSettings;
  readonly #links = new Map<string, Promise<BrokerLink>>();
  #closed = false;

  constructor(settings: KafkaSettings) {
    this.#settings = settings;
  }

  async to(address: HostPort): Promise<BrokerLink> {
    if (this.#closed) throw new Error('the Kafka connection was closed before this request');
    const key = describeHostPort(address);
    const known = this.#links.get(key);
    const link = await (known ?? this.#open(key, address));
    if (link.usable) return link;
    // A login that ends soon is not renewed on the same connection: AWS may have given the role another name by then.
    link.retire();
    // Whoever comes first opens it again; the others wait for the same one.
    return this.#links.get(key) === known ? this.#open(key, address) : this.to(address);
  }

  /** At once; a connection that is being opened is closed when it is. */
  close(): void {
    this.#closed = true;
    for (const opening of this.#links.values()) closeWhenOpen(opening);
    this.#links.clear();
  }

  #open(key: string, address: HostPort): Promise<BrokerLink> {
    const opening = BrokerLink.open(address, this.#settings);
    this.#links.set(key, opening);
    opening.catch(() => {
      if (this.#links.get(key) === opening) this.#links.delete(key);
    });
    return opening;
  }
}

function closeWhenOpen(opening: Promise<BrokerLink>): void {
  opening.then(
    (link) => {
      link.close();
    },
    () => undefined,
  );
}
