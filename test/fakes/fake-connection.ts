import type { Asked } from '../../actions/rolling-reboot/src/kafka-observer.ts';
import type { Api } from '../../lib/adapters/kafka/api.ts';
import type { ConfigResourceType } from '../../lib/adapters/kafka/config-resource.ts';
import type { Destination } from '../../lib/adapters/kafka/connection.ts';
import type { MetadataResponse } from '../../lib/adapters/kafka/metadata.ts';
import { WorldFailure } from '../../lib/core/world-failure.ts';

interface Sent {
  readonly name: string;
  readonly to: Destination;
  /** Those of a DescribeConfigs. */
  readonly topics: readonly string[];
}

interface Resource {
  readonly type: ConfigResourceType;
  readonly name: string;
}

/** A healthy cluster behind a connection, with min.insync.replicas 2; it keeps the requests in their order. */
export class FakeConnection implements Asked {
  readonly requests: Sent[] = [];
  readonly topics: string[];
  /** Brokers that do not answer. */
  readonly silent = new Set<Destination>();
  /** Topics whose configuration may not be read. */
  readonly refused = new Set<string>();
  /** min.insync.replicas of topics that have their own, and of brokers whose server.properties say another one. */
  readonly own = new Map<string, number>();
  readonly defaults = new Map<Destination, number>();
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
    const { resources = [] } = request as { resources?: readonly Resource[] };
    const topics = resources.filter(({ type }) => type === 'topic').map((resource) => resource.name);
    this.requests.push({ name, to, topics });
    this.#note(name, 1);
    await new Promise(setImmediate);
    this.#note(name, -1);
    if (this.silent.has(to)) throw new WorldFailure(`broker ${String(to)} did not answer`);
    return this.#answer(name, resources, to) as Response;
  }

  refresh(): Promise<MetadataResponse> {
    return Promise.resolve(this.#metadata());
  }

  #note(name: string, change: number): void {
    const running = (this.#running.get(name) ?? 0) + change;
    this.#running.set(name, running);
    this.#most.set(name, Math.max(this.#most.get(name) ?? 0, running));
  }

  #answer(name: string, resources: readonly Resource[], to: Destination): unknown {
    switch (name) {
      case 'Metadata':
        return this.#metadata();
      case 'DescribeConfigs':
        return { results: resources.map((resource) => this.#configOf(resource, to)) };
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

  /** A topic without its own has what the broker has that is asked. */
  #configOf({ type, name }: Resource, to: Destination): object {
    if (this.refused.has(name)) return { name, errorCode: type === 'topic' ? 29 : 31, configs: [] };
    if (type === 'topic' && !this.topics.includes(name)) return { name, errorCode: 3, configs: [] };
    const own = this.own.get(name);
    const value = String(own ?? this.defaults.get(to) ?? 2);
    const source = own === undefined ? 'STATIC_BROKER_CONFIG' : 'DYNAMIC_TOPIC_CONFIG';
    return { name, errorCode: 0, configs: [{ name: 'min.insync.replicas', value, source }] };
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
