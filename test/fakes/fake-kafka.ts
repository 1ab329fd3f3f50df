import { brokerId } from '../../actions/rolling-reboot/src/core/node.ts';
import {
  type BrokerView,
  known,
  type Partition,
  type Quorum,
  type Reading,
  type Reassignment,
  unknown,
} from '../../actions/rolling-reboot/src/core/observation.ts';
import type { KafkaSight } from '../../actions/rolling-reboot/src/ports.ts';
import type { FakeMachine } from './fake-machine.ts';

export interface FakePartition {
  readonly topic: string;
  readonly partition?: number;
  readonly replicas: readonly number[];
  /** Among the replicas, those that a reassignment adds, and that are not there yet. */
  readonly adding?: readonly number[];
  /** When it was created, if that was not before everything. */
  readonly since?: number;
  /** min.insync.replicas of its topic. */
  readonly minimum: number;
}

/** The metadata as it was at one moment. */
interface Metadata {
  readonly at: number;
  readonly registered: readonly number[];
  readonly partitions: readonly Partition[];
  /** What it was made of: the same again needs no new copy. */
  readonly source: string;
  readonly of: readonly FakePartition[];
}

/** No observer's metadata is older than this, in milliseconds. */
const OLDEST = 60_000;

/** After this, in milliseconds, the cluster misses who is not heard any more. */
const SESSION = 9_000;

/** The Kafka cluster on the machines: who is in sync, who leads, and what each observer says of it. */
export class FakeKafka {
  readonly machines: readonly FakeMachine[];
  /** Replaced when a topic is created or deleted. */
  partitions: readonly FakePartition[];
  /** The active controller, as long as it is up; on ZooKeeper, too. */
  quorumLeader = 1;
  /** Nobody reaches any broker. */
  isUnreachable = false;
  /** How old what an observer says is, in milliseconds. */
  readonly lag = new Map<number, number>();
  /** Brokers that neither hear of the cluster nor are heard, and what they knew when that began. */
  readonly #isolated = new Map<number, Metadata>();
  #past: Metadata[] = [];
  #minimums: { readonly of: readonly FakePartition[]; readonly byTopic: ReadonlyMap<string, number> };

  constructor(machines: readonly FakeMachine[], partitions: readonly FakePartition[]) {
    this.machines = machines;
    this.partitions = partitions;
    this.#minimums = { of: [], byTopic: new Map() };
  }

  /** From now on the broker still answers us, but with what it knows now; the cluster will miss it. */
  isolate(id: number, now: number): void {
    this.#isolated.set(id, { ...this.remember(now), at: now });
  }

  isIsolated(id: number): boolean {
    return this.#isolated.has(id);
  }

  rejoin(id: number): void {
    this.#isolated.delete(id);
  }

  /** The partition gets a replica on one more node, and will give up its last one. */
  beginMove(partition: number, to: number): void {
    this.partitions = this.partitions.map((each, index) =>
      index === partition && each.adding === undefined && !each.replicas.includes(to)
        ? { ...each, replicas: [...each.replicas, to], adding: [to] }
        : each,
    );
  }

  endMoves(): void {
    this.partitions = this.partitions.map(({ adding, ...each }) =>
      adding === undefined ? each : { ...each, replicas: [...each.replicas.slice(0, -2), ...adding] },
    );
  }

  /** Takes note of how it is now, so that a lagging observer can say so later. */
  remember(now: number): Metadata {
    const last = this.#past.at(-1);
    const metadata = this.#metadata(now, last);
    if (metadata === last) return last;
    this.#past = [...this.#past.filter(({ at }, index, all) => keep(at, all[index + 1], now)), metadata];
    return metadata;
  }

  #metadata(now: number, last: Metadata | undefined): Metadata {
    const registered = this.machines.filter((machine) => machine.isBroker && this.#isMember(machine, now));
    const inSync = new Set(registered.filter((machine) => isInSync(machine, now)).map(({ id }) => id));
    const source = `${registered.map(({ id }) => id).join()}/${[...inSync].join()}`;
    if (last?.source === source && last.of === this.partitions) return last;
    const partitions = this.partitions.map(({ topic, partition = 0, replicas, adding = [] }): Partition => {
      const isr = replicas.filter((replica) => inSync.has(replica) && !adding.includes(replica));
      return { topic, partition, replicas, isr, leader: isr[0] ?? -1 };
    });
    return { at: now, registered: registered.map(({ id }) => id), partitions, source, of: this.partitions };
  }

  #isMember(machine: FakeMachine, now: number): boolean {
    const since = this.#isolated.get(machine.id)?.at ?? Infinity;
    return machine.isMember(now) && now < since + SESSION;
  }

  look(observers: readonly number[], now: number): KafkaSight {
    this.remember(now);
    const serving = new Set(this.machines.filter((machine) => machine.serves(now)).map(({ id }) => id));
    const answering = this.isUnreachable ? [] : observers.filter((id) => serving.has(id));
    const silent = observers
      .filter((id) => !answering.includes(id))
      .map((id) => ({ observer: brokerId(id), reason: 'connection refused' }));
    if (answering.length === 0) {
      const nothing = unknown('nobody answers');
      return { views: [], silent, quorum: nothing, reassignments: nothing, minInSyncReplicas: nothing };
    }
    return {
      views: answering.map((id) => this.#viewOf(id, now)),
      silent,
      quorum: this.#quorum(now),
      reassignments: known(this.partitions.flatMap(moveOf)),
      minInSyncReplicas: known(this.#minimumsByTopic()),
    };
  }

  #viewOf(id: number, now: number): BrokerView {
    const at = now - (this.lag.get(id) ?? 0);
    const metadata = this.#isolated.get(id) ?? this.#past.findLast((each) => each.at <= at) ?? this.#past[0];
    const registered = metadata?.registered ?? [];
    return {
      observer: brokerId(id),
      clusterId: 'cluster-1',
      registered,
      partitions: metadata?.partitions ?? [],
      unreadable: [],
      controller: this.#controllerBy(registered),
    };
  }

  #controllerBy(registered: readonly number[]): number {
    return registered.includes(this.quorumLeader) ? this.quorumLeader : (registered[0] ?? -1);
  }

  #minimumsByTopic(): ReadonlyMap<string, number> {
    if (this.#minimums.of !== this.partitions) {
      const byTopic = new Map(this.partitions.map(({ topic, minimum }) => [topic, minimum]));
      this.#minimums = { of: this.partitions, byTopic };
    }
    return this.#minimums.byTopic;
  }

  /** A leader that is gone is replaced when its session ends, as long as there is a majority. */
  #quorum(now: number): Reading<Quorum> {
    const voters = this.machines.filter(({ isVoter }) => isVoter);
    const up = voters.filter((machine) => machine.serves(now));
    if (up.length <= voters.length / 2) return unknown('the quorum has no leader');
    if (!up.some(({ id }) => id === this.quorumLeader)) this.quorumLeader = up[0]?.id ?? -1;
    const behind = (machine: FakeMachine): number => (machine.serves(now) ? 0 : now - machine.diedAt);
    return known({
      kind: 'kraft',
      leader: this.quorumLeader,
      voters: voters.map((machine) => ({ id: machine.id, behind: behind(machine) })),
    });
  }
}

const moveOf = ({ topic, partition = 0, replicas, adding }: FakePartition): Reassignment[] =>
  adding === undefined ? [] : [{ topic, partition, adding, removing: replicas.slice(-2, -1) }];

/** Who was in sync when it died stays so in the metadata until it is missed. */
const isInSync = (machine: FakeMachine, now: number): boolean =>
  now >= machine.inSyncAt || (!machine.serves(now) && now < machine.missedAt);

const keep = (at: number, next: Metadata | undefined, now: number): boolean =>
  at > now - OLDEST || (next?.at ?? now) > now - OLDEST;
