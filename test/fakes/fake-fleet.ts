import type { CredentialsEnd } from '../../lib/core/credentials-end.ts';
import type { LedgerRecord } from '../../actions/rolling-reboot/src/core/ledger.ts';
import type { Missing } from '../../actions/rolling-reboot/src/core/missing.ts';
import type { BrokerId, InstanceState } from '../../actions/rolling-reboot/src/core/node.ts';
import { INTENT_TAG } from '../../actions/rolling-reboot/src/core/tags.ts';
import type { Ports } from '../../actions/rolling-reboot/src/ports.ts';
import { WorldFailure } from '../../lib/core/world-failure.ts';
import { NIGHT } from '../builders/fleet.ts';
import type { Moment } from '../simulation/moment.ts';
import { violationsOf } from '../simulation/monitor.ts';
import { FakeEnsemble } from './fake-ensemble.ts';
import { FakeInstances } from './fake-instances.ts';
import { FakeKafka, type FakePartition } from './fake-kafka.ts';
import { FakeLedger } from './fake-ledger.ts';
import { FakeMachine } from './fake-machine.ts';
import { FakeProcess } from './fake-process.ts';
import { FleetTruth } from './fleet-truth.ts';
import { VirtualClock } from './virtual-clock.ts';

export interface FleetShape {
  readonly nodes: number;
  /** Ids of the voters; all nodes when it is left out. */
  readonly voters?: readonly number[];
  /** The voters are controllers only, and no brokers. */
  readonly separate?: boolean;
  readonly partitions: readonly FakePartition[];
  /** On ZooKeeper: servers with a vote, then servers without; no node is a voter of KRaft then. */
  readonly zookeepers?: number;
  readonly observers?: number;
}

/** Calls whose label matches fail for some time. */
export interface Outage {
  readonly calls: RegExp;
  readonly from: number;
  readonly to: number;
  readonly failure: string;
}

/**
 * A Kafka cluster on EC2, with virtual time: the ports of any number of runs, one after another or at once, and what
 * happens to them. It keeps the books that the tests ask: every call with its label, and the truth of every moment.
 */
export class FakeFleet {
  readonly clock = new VirtualClock(NIGHT);
  readonly machines: FakeMachine[];
  readonly ec2: FakeInstances;
  readonly kafka: FakeKafka;
  readonly ensemble: FakeEnsemble;
  readonly ledger = new FakeLedger();
  readonly truth: FleetTruth;
  readonly slack: string[] = [];
  readonly log: string[] = [];
  /** Labels of all calls that change something, such as `ec2.stop i-1`, in order. */
  readonly calls: string[] = [];
  onCall: (moment: string) => void = () => undefined;
  /** Failures by label, thrown once each. */
  readonly failures = new Map<string, WorldFailure[]>();
  readonly outages: Outage[] = [];
  latency: (label: string) => number = () => 0;
  readonly advertised = new Map<BrokerId, string>();
  cancelled = new AbortController();
  /** What the post step would find. */
  remembered: readonly Missing[] = [];
  credentialsEnd: CredentialsEnd | undefined;
  #runs = 0;

  constructor(shape: FleetShape) {
    const servers = serversOf(shape);
    const isVoter = (id: number): boolean => shape.voters?.includes(id) ?? servers.length === 0;
    const nodes = Array.from({ length: shape.nodes }, (_, index) => {
      const voter = shape.separate === true ? 'controller' : 'broker,controller';
      return new FakeMachine(index + 1, isVoter(index + 1) ? voter : 'broker');
    });
    this.machines = [...nodes, ...servers];
    this.ensemble = new FakeEnsemble(servers);
    this.kafka = new FakeKafka(nodes, shape.partitions);
    this.kafka.quorumLeader = shape.voters?.[0] ?? 1;
    this.truth = new FleetTruth(this.kafka, this.machines, this.#isAnnounced);
    this.ec2 = new FakeInstances(this.machines, this.truth, this.clock);
    this.ec2.cycle = () => this.records.at(-1)?.cycle ?? '';
  }

  get now(): number {
    return this.clock.now;
  }

  /** The most instances that were not running at the same time. */
  get mostAway(): number {
    return this.ec2.mostAway;
  }

  get records(): LedgerRecord[] {
    return this.ledger.records;
  }

  get quorumLeader(): number {
    return this.kafka.quorumLeader;
  }

  set quorumLeader(id: number) {
    this.kafka.quorumLeader = id;
  }

  set kafkaDown(isDown: boolean) {
    this.kafka.isUnreachable = isDown;
  }

  /** What really happened, for the monitor. */
  get history(): readonly Moment[] {
    return this.truth.history;
  }

  get violations(): string[] {
    return violationsOf(this.history);
  }

  /** The ports of one more run. */
  ports(): Ports {
    return this.enter().ports;
  }

  /** One more run, counted from 1; `onCall` is called at each of its moments and throws `Killed` to kill it there. */
  enter(onCall?: (moment: string) => void): { readonly number: number; readonly ports: Ports } {
    const number = (this.#runs += 1);
    return { number, ports: this.#portsOf(new FakeProcess(number, this, onCall)) };
  }

  #portsOf(process: FakeProcess): Ports {
    return {
      instances: this.ec2.portOf(process),
      kafka: this.#kafkaPort(process),
      zookeeper: { look: () => process.ask('zookeeper.look', () => this.ensemble.look(this.now)) },
      ledger: this.ledger.portOf(process),
      clock: { now: () => this.now, sleep: (milliseconds, until) => process.sleep(milliseconds, until) },
      cancelled: this.cancelled.signal,
      credentialsEnd: () => Promise.resolve(this.credentialsEnd),
      remember: (inFlight) => void (this.remembered = inFlight),
      log: {
        info: (line) => void this.log.push(line),
        warning: (line) => void this.log.push(`warning: ${line}`),
      },
      postToSlack: (text) => process.change('slack', () => void this.slack.push(text)),
    };
  }

  #kafkaPort(process: FakeProcess): Ports['kafka'] {
    return {
      look: (observers) =>
        process.ask('kafka.look', () => {
          this.truth.watch(this.now);
          return this.kafka.look(observers, this.now);
        }),
      advertisedHosts: () => process.ask('kafka.advertisedHosts', () => this.advertised),
      hiddenTopics: () => process.ask('kafka.hiddenTopics', () => []),
      electPreferredLeaders: () => process.change('kafka.elect', () => []),
    };
  }

  /** The nodes whose instances are in one of these states now. */
  idsIn(...states: readonly InstanceState[]): number[] {
    return this.machines.filter((machine) => states.includes(machine.stateAt(this.now))).map(({ id }) => id);
  }

  /** Why a call fails now: failures by label come first. */
  failureOf(label: string): WorldFailure | undefined {
    const [failure, ...later] = this.failures.get(label) ?? [];
    if (failure !== undefined) {
      this.failures.set(label, later);
      return failure;
    }
    const outage = this.outages.find(
      ({ calls, from, to }) => calls.test(label) && this.now >= from && this.now < to,
    );
    return outage && new WorldFailure(outage.failure);
  }

  #isAnnounced = (machine: FakeMachine): boolean =>
    INTENT_TAG in machine.tags || this.ledger.announces(machine.name);
}

const serversOf = ({ zookeepers = 0, observers = 0 }: FleetShape): FakeMachine[] =>
  Array.from(
    { length: zookeepers + observers },
    (_, index) => new FakeMachine(index + 1, 'zookeeper', index >= zookeepers),
  );
