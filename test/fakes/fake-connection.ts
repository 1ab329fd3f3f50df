import type { Asked } from '../../actions/rolling-reboot/src/kafka-observer.ts';
import type { Api } from '../../lib/adapters/kafka/api.ts';
import type { Destination } from '../../lib/adapters/kafka/connection.ts';
import type { MetadataResponse } from '../../lib/adapters/kafka/metadata.ts';
import { WorldFailure } from '../../lib/core/world-failure.ts';

interface Sent {
  readonly name: string;
  readonly to: Destination;
  /** Those of a DescribeConfigs. */
  readonly topics: readonly string[];
}

/** A healthy cluster behind a connection, with min.insync.replicas 2; it keeps the requests in their order. */
export class FakeConnection implements Asked {
  readonly requests: Sent[] = [];
  readonly topics: string[];
  /** Brokers that do not answer. */
  readonly silent = new Set<Destination>();
  /** Topics whose configuration may not be read. */
  readonly refused = new Set<string>();
  readonly #brokers: readonly number[];
  readonly #running = new Map<string, number>();
  readonly #most = new Map<string, number>();

  constructor(brokers: readonly number[], topics: readonly string[]) {
    this.#brokers = brokers;
    this.topics = [...topics];
  }

  /** How many requests of a kind ran beside each other. */
  mostAtOnce({ name }: Pick<Api<unknown, unknown>, 'name'>): number {
    return this.#most.get(name) ?? 0;
  }

  async send<Request, Response>(
    { name }: Api<Request, Response>,
    request: Request,
    to: Destination,
  ): Promise<Response> {
    const { resources = [] } = request as { resources?: readonly { readonly name: string }[] };
    const topics = resources.map((resource) => resource.name);
    this.requests.push({ name, to, topics });
    this.#note(name, 1);
    await new Promise(setImmediate);
    this.#note(name, -1);
    if (this.silent.has(to)) throw new WorldFailure(`broker ${String(to)} did not answer`);
    return this.#answer(name, topics) as Response;
  }

  refresh(): Promise<MetadataResponse> {
    return Promise.resolve(this.#metadata());
  }

  #note(name: string, change: number): void {
    const running = (this.#running.get(name) ?? 0) + change;
    this.#running.set(name, running);
    this.#most.set(name, Math.max(this.#most.get(name) ?? 0, running));
  }

  #answer(name: string, topics: readonly string[]): unknown {
    switch (name) {
      case 'Metadata':
        return this.#metadata();
      case 'DescribeConfigs':
        return { results: topics.map((topic) => this.#configOf(topic)) };
      case 'DescribeQuorum': {
        const voters = this.#brokers.map((id) => ({ id, lastCaughtUpTimestamp: 1 }));
        return { errorCode: 0, leaderId: this.#brokers[0], voters };
      }
      case 'ListPartitionReassignments':
        return { errorCode: 0, reassignments: [] };
      default:
        throw new Error(`${name} is not faked`);
    }
  }

  #configOf(name: string): object {
    if (this.refused.has(name)) return { name, errorCode: 29, configs: [] };
    if (!this.topics.includes(name)) return { name, errorCode: 3, configs: [] };
    return { name, errorCode: 0, configs: [{ name: 'min.insync.replicas', value: '2' }] };
  }

  #metadata(): MetadataResponse {
    const brokers = this.#brokers.map((id) => ({ id, host: 'localhost', port: 9092, rack: null }));
    const replicas = [...this.#brokers];
    const [leader = -1] = replicas;
    const partition = { errorCode: 0, partition: 0, leader, leaderEpoch: 0, replicas, isr: replicas };
    const topics = this.topics.map((name) => ({
      errorCode: 0,
      name,
      topicId: '',
      internal: false,
      operations: 0,
      partitions: [{ ...partition, offlineReplicas: [] }],
    }));
    return { brokers, clusterId: 'cluster-1', controllerId: leader, topics };
  }
}
