import { partitionKey } from '../../actions/topic-sync/src/core/moves.ts';
import type { Answer } from '../../actions/topic-sync/src/core/judge-answers.ts';
import type { PartitionReplicas } from '../../actions/topic-sync/src/core/place-replicas.ts';
import type {
  BrokerStorage,
  PartitionName,
  ReplicaView,
  ThrottleChange,
  ThrottleOperation,
  ThrottleView,
} from '../../actions/topic-sync/src/core/replica-view.ts';
import type { ObservedTopic, TopicName } from '../../actions/topic-sync/src/core/topic.ts';
import type { ReplicaCluster } from '../../actions/topic-sync/src/ports.ts';
import { reassignment, type Running } from './fake-reassignment.ts';
import { alterRate, type FakeBroker, fakeBroker, listsOf, lowestRate, withList } from './fake-throttles.ts';

const ACCEPTED: Answer = { kind: 'accepted' };

/** Where the replicas of a cluster in memory are. A reassignment ends after some looks, or hangs. */
export class FakeReplicas implements ReplicaCluster {
  readonly brokers: Map<number, FakeBroker>;
  readonly running = new Map<string, Running>();
  /** By `topic-partition`: bytes of each replica, and how many more there are at each look at the disks. */
  readonly sizes = new Map<string, number>();
  readonly growth = new Map<string, number>();
  /** What `mayReassign` says. */
  may: Answer = ACCEPTED;
  /** What is answered to cancellations instead of doing them. */
  cancelling: Answer = ACCEPTED;
  /** So many looks a reassignment takes. */
  looks = 2;
  /** Called before and after each call, with its name; a test throws here. */
  before: (call: string) => void = () => undefined;
  after: (call: string) => void = () => undefined;
  /** The rates that were in force on the brokers of a move when it was begun: the lowest. */
  readonly begunAt: number[] = [];
  readonly elected: string[] = [];
  readonly #topics: Map<TopicName, ObservedTopic>;
  readonly #assignments = new Map<string, readonly number[]>();

  constructor(topics: Map<TopicName, ObservedTopic>, brokers: number) {
    this.#topics = topics;
    const ids = Array.from({ length: brokers }, (_, index) => index + 1);
    this.brokers = new Map(ids.map((id) => [id, fakeBroker(`rack-${String(id)}`)]));
  }

  /** Puts the replicas of a partition somewhere; the first one leads. */
  assign(topic: string, partition: number, replicas: readonly number[]): void {
    this.#assignments.set(partitionKey(topic, partition), replicas);
    this.#count(topic);
  }

  replicasOf(topic: string): (readonly number[])[] {
    return this.#partitions(topic).map(({ replicas }) => replicas);
  }

  mayReassign(): Promise<Answer> {
    return this.#call('mayReassign', () => this.may);
  }

  replicas(names: readonly TopicName[]): Promise<ReplicaView> {
    return this.#call('replicas', () => {
      this.#progress();
      const topics = names.flatMap((name) => {
        const topic = this.#topics.get(name);
        return topic === undefined
          ? []
          : [[name, { id: topic.id, partitions: this.#partitions(name) }] as const];
      });
      return {
        brokers: this.#up().map(([id, { rack }]) => ({ id, rack })),
        topics: new Map(topics),
        running: [...this.running.values()],
      };
    });
  }

  load(): Promise<ReadonlyMap<number, number>> {
    return this.#call('load', () => {
      const held = [...this.#topics.keys()].flatMap((name) => this.replicasOf(name).flat());
      return new Map([...this.brokers.keys()].map((id) => [id, held.filter((each) => each === id).length]));
    });
  }

  storage(names: readonly TopicName[]): Promise<readonly BrokerStorage[]> {
    return this.#call('storage', () => {
      const found = this.#up().map(([id, { usableBytes }]): BrokerStorage => {
        const held = names.flatMap((topic) =>
          this.#partitions(topic)
            .filter(({ replicas }) => replicas.includes(id))
            .map(({ partition }) => ({
              topic,
              partition,
              bytes: this.sizes.get(partitionKey(topic, partition)) ?? 0,
            })),
        );
        return { kind: 'known', broker: id, usableBytes, replicas: held };
      });
      for (const [key, bytes] of this.growth) this.sizes.set(key, (this.sizes.get(key) ?? 0) + bytes);
      return found;
    });
  }

  throttles(names: readonly TopicName[] | 'all'): Promise<ThrottleView> {
    return this.#call('throttles', () => {
      return {
        brokers: this.#up().map(([id, { leader, follower }]) => ({ broker: id, leader, follower })),
        topics: [...this.#topics.values()]
          .filter(({ name }) => names === 'all' || names.includes(name))
          .map(listsOf),
        silent: [],
      };
    });
  }

  alterThrottles(changes: readonly ThrottleChange[]): Promise<readonly Answer[]> {
    return this.#call('alterThrottles', () =>
      changes.map((change) => {
        for (const operation of change.operations) this.#alter(change, operation);
        return ACCEPTED;
      }),
    );
  }

  reassign(
    moves: readonly (PartitionName & { readonly replicas: readonly number[] | null })[],
  ): Promise<readonly Answer[]> {
    return this.#call('reassign', () =>
      moves.map(({ topic, partition, replicas }) => {
        const key = partitionKey(topic, partition);
        if (replicas === null) return this.#cancel(key);
        this.begin(topic, partition, replicas);
        return ACCEPTED;
      }),
    );
  }

  electPreferred(partitions: readonly PartitionName[]): Promise<readonly string[]> {
    return this.#call('electPreferred', () => {
      for (const { topic, partition } of partitions) this.elected.push(partitionKey(topic, partition));
      return [];
    });
  }

  /** Begins a reassignment, ours or somebody else's. */
  begin(topic: string, partition: number, after: readonly number[]): void {
    const before = this.#assignment(topic, partition);
    const begun = reassignment({ topic, partition, before, after, looks: this.looks });
    if (begun.adding.length > 0) this.begunAt.push(lowestRate(this.brokers, [...before, ...begun.adding]));
    this.running.set(partitionKey(topic, partition), begun);
    this.#count(topic);
  }

  async #call<T>(name: string, work: () => T): Promise<T> {
    await Promise.resolve();
    this.before(name);
    const found = work();
    this.after(name);
    return found;
  }

  #up(): [number, FakeBroker][] {
    return [...this.brokers].filter(([, { up }]) => up).sort(([a], [b]) => a - b);
  }

  #assignment(topic: string, partition: number): readonly number[] {
    const known = this.#assignments.get(partitionKey(topic, partition));
    if (known !== undefined) return known;
    const ids = [...this.brokers.keys()].sort((a, b) => a - b);
    const factor = this.#topics.get(topic as TopicName)?.replicas[partition] ?? 1;
    return Array.from({ length: factor }, (_, index) => ids[(partition + index) % ids.length] ?? -1);
  }

  #partitions(topic: string): PartitionReplicas[] {
    const counts = this.#topics.get(topic as TopicName)?.replicas ?? [];
    return counts.map((_, partition) => {
      const settled = this.#assignment(topic, partition);
      const adding = this.running.get(partitionKey(topic, partition))?.adding ?? [];
      const inSync = settled.filter((id) => this.brokers.get(id)?.up === true);
      const leader = inSync[0] ?? -1;
      return { partition, replicas: [...settled, ...adding], leader, inSync };
    });
  }

  #progress(): void {
    for (const [key, move] of this.running) {
      move.looks -= 1;
      if (move.looks > 0) continue;
      this.running.delete(key);
      this.#assignments.set(key, move.after);
      this.#count(move.topic);
    }
  }

  #cancel(key: string): Answer {
    const move = this.running.get(key);
    if (move === undefined) return { kind: 'refused', message: 'NO_REASSIGNMENT_IN_PROGRESS' };
    if (this.cancelling.kind !== 'accepted') return this.cancelling;
    this.running.delete(key);
    this.#count(move.topic);
    return ACCEPTED;
  }

  /** Keeps what the other half of the fake shows of the topic. */
  #count(name: string): void {
    const topic = this.#topics.get(name as TopicName);
    if (topic === undefined) return;
    for (const { partition } of this.#partitions(name)) {
      this.#assignments.set(partitionKey(name, partition), this.#assignment(name, partition));
    }
    const replicas = this.#partitions(name).map((partition) => partition.replicas.length);
    this.#topics.set(topic.name, { ...topic, replicas });
  }

  #alter({ type, name }: ThrottleChange, operation: ThrottleOperation): void {
    if (type === 'broker') alterRate(this.brokers.get(Number(name)), operation);
    const topic = type === 'topic' ? this.#topics.get(name as TopicName) : undefined;
    if (topic !== undefined) this.#topics.set(topic.name, withList(topic, operation));
  }
}
