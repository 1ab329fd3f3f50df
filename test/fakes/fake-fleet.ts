import type { LedgerRecord } from '../../actions/rolling-reboot/src/core/ledger.ts';
import {
  type BrokerId,
  brokerId,
  type InstanceId,
  type InstanceState,
} from '../../actions/rolling-reboot/src/core/node.ts';
import {
  type BrokerView,
  known,
  type Partition,
  unknown,
} from '../../actions/rolling-reboot/src/core/observation.ts';
import type { KafkaSight, Ports } from '../../actions/rolling-reboot/src/ports.ts';
import { WorldFailure } from '../../lib/core/world-failure.ts';
import { NIGHT } from '../builders/fleet.ts';
import { FakeMachine } from './fake-machine.ts';

export interface FleetShape {
  readonly nodes: number;
  /** Ids of the voters, which are controllers as well; all nodes when it is left out. */
  readonly voters?: readonly number[];
  readonly partitions: readonly {
    readonly topic: string;
    readonly replicas: readonly number[];
    readonly minimum: number;
  }[];
}

/** The process is gone: nothing that it would have done after this happens. */
export class Killed extends Error {}

/**
 * A cluster of combined nodes on EC2, with virtual time. It keeps the books that the tests ask: every call with its
 * label, and every moment in which a stop left a partition under its minimum or the quorum without a majority.
 */
export class FakeFleet {
  now = NIGHT;
  readonly machines: FakeMachine[];
  readonly records: LedgerRecord[] = [];
  readonly slack: string[] = [];
  readonly log: string[] = [];
  /** Labels of all calls that change something, such as `ec2.stop i-1`, in order. */
  readonly calls: string[] = [];
  readonly violations: string[] = [];
  /** The most instances that were not running at the same time. */
  mostAway = 0;
  quorumLeader = 1;
  /** Called with the label before and after each changing call; throws to kill the process there. */
  onCall: (moment: string) => void = () => undefined;
  /** Failures by label, thrown once each. */
  readonly failures = new Map<string, WorldFailure[]>();
  kafkaDown = false;
  readonly advertised = new Map<BrokerId, string>();
  cancelled = new AbortController();
  /** What the post step would find. */
  remembered: readonly InstanceId[] = [];
  readonly #shape: FleetShape;

  constructor(shape: FleetShape) {
    this.#shape = shape;
    this.machines = Array.from(
      { length: shape.nodes },
      (_, index) => new FakeMachine(index + 1, this.#isVoter(index + 1)),
    );
  }

  ports(): Ports {
    return {
      instances: this.#instances(),
      kafka: {
        look: (observers) => Promise.resolve(this.#look(observers)),
        advertisedHosts: () => Promise.resolve(this.advertised),
        hiddenTopics: () => Promise.resolve([]),
        electPreferredLeaders: () => this.#change('kafka.elect', () => []),
      },
      ledger: {
        prepare: () => this.#change('ledger.prepare', () => undefined),
        read: () => Promise.resolve([...this.records]),
        append: (record) =>
          this.#change(`ledger.append ${record.state}`, () => void this.records.push(record)),
      },
      clock: { now: () => this.now, sleep: (milliseconds) => this.#pass(milliseconds) },
      cancelled: this.cancelled.signal,
      remember: (inFlight) => void (this.remembered = inFlight),
      log: {
        info: (line) => void this.log.push(line),
        warning: (line) => void this.log.push(`warning: ${line}`),
      },
      postToSlack: (text) => this.#change('slack', () => void this.slack.push(text)),
    };
  }

  #instances(): Ports['instances'] {
    return {
      describe: () => Promise.resolve(this.machines.map((machine) => machine.describe(this.now))),
      stop: (id) =>
        this.#change(`ec2.stop ${id}`, () => {
          this.#stop(this.#machine(id));
        }),
      start: (id) =>
        this.#change(`ec2.start ${id}`, () => {
          this.#machine(id).start(this.now);
        }),
      tag: (id, key, value) =>
        this.#change(`ec2.tag ${id}`, () => void (this.#machine(id).tags[key] = value)),
      untag: (id, key) =>
        this.#change(`ec2.untag ${id}`, () => void Reflect.deleteProperty(this.#machine(id).tags, key)),
      facts: (ids) => Promise.resolve(ids.map((id) => this.#machine(id).facts())),
    };
  }

  #pass(milliseconds: number): Promise<void> {
    this.now += milliseconds;
    return Promise.resolve();
  }

  /** The nodes whose instances are in one of these states now. */
  idsIn(...states: readonly InstanceState[]): number[] {
    return this.machines.filter((machine) => states.includes(machine.stateAt(this.now))).map(({ id }) => id);
  }

  #change<T>(label: string, act: () => T): Promise<T> {
    this.onCall(`before ${label}`);
    const [failure, ...later] = this.failures.get(label) ?? [];
    if (failure !== undefined) {
      this.failures.set(label, later);
      return Promise.reject(failure);
    }
    this.calls.push(label);
    const result = act();
    this.onCall(`after ${label}`);
    return Promise.resolve(result);
  }

  #machine(id: InstanceId): FakeMachine {
    const machine = this.machines.find((candidate) => `i-${String(candidate.id)}` === id);
    if (machine === undefined) throw new WorldFailure(`InvalidInstanceID.NotFound: ${id}`);
    return machine;
  }

  #stop(machine: FakeMachine): void {
    if (
      !this.records.some(
        (record) => record.state === 'stopping' && record.node === `broker-${String(machine.id)}`,
      )
    ) {
      this.violations.push(`broker-${String(machine.id)} was stopped without an intent in the ledger`);
    }
    machine.stop(this.now);
    this.#checkInvariants(machine.id);
  }

  #checkInvariants(stopped: number): void {
    for (const partition of this.#partitions()) {
      const minimum = this.#shape.partitions.find(({ topic }) => topic === partition.topic)?.minimum ?? 1;
      if (partition.replicas.includes(stopped) && partition.isr.length < minimum) {
        this.violations.push(
          `stopping ${String(stopped)} left ${partition.topic} with ${String(partition.isr.length)}`,
        );
      }
    }
    this.mostAway = Math.max(this.mostAway, this.idsIn('stopping', 'stopped', 'pending').length);
    const voters = this.machines.filter(({ id }) => this.#isVoter(id));
    const up = voters.filter(this.#isRegistered).length;
    if (up < Math.floor(voters.length / 2) + 1)
      this.violations.push(`stopping ${String(stopped)} left ${String(up)} voters`);
  }

  #isVoter = (id: number): boolean => this.#shape.voters?.includes(id) ?? true;

  #isInSync = (machine: FakeMachine): boolean => this.now >= machine.inSyncAt;

  #isRegistered = (machine: FakeMachine): boolean => this.now >= machine.registersAt;

  #partitions(): Partition[] {
    const inSync = new Set(this.machines.filter(this.#isInSync).map(({ id }) => id));
    return this.#shape.partitions.map(({ topic, replicas }) => {
      const isr = replicas.filter((replica) => inSync.has(replica));
      return { topic, partition: 0, replicas, isr, leader: isr[0] ?? -1 };
    });
  }

  #look(observers: readonly number[]): KafkaSight {
    const registered = this.machines.filter(this.#isRegistered).map(({ id }) => id);
    const answering = this.kafkaDown ? [] : observers.filter((id) => registered.includes(id));
    const partitions = this.#partitions();
    const views = answering.map((id): BrokerView => ({
      observer: brokerId(id),
      clusterId: 'cluster-1',
      registered,
      partitions,
      unreadable: [],
    }));
    const silent = observers
      .filter((id) => !answering.includes(id))
      .map((id) => ({ observer: brokerId(id), reason: 'connection refused' }));
    const minimums = new Map(this.#shape.partitions.map(({ topic, minimum }) => [topic, minimum]));
    if (answering.length === 0) {
      const nothing = unknown('nobody answers');
      return { views, silent, quorum: nothing, reassignments: nothing, minInSyncReplicas: nothing };
    }
    const members = this.machines.filter(({ id }) => this.#isVoter(id));
    const voters = members.map((machine) => ({
      id: machine.id,
      behind: this.#isRegistered(machine) ? 0 : undefined,
    }));
    const leader = registered.includes(this.quorumLeader) ? this.quorumLeader : (registered[0] ?? -1);
    return {
      views,
      silent,
      quorum: known({ leader, voters }),
      reassignments: known([]),
      minInSyncReplicas: known(minimums),
    };
  }
}
