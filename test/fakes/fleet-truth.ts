import { isParked } from '../../actions/rolling-reboot/src/core/parked.ts';
import type { Moment, PartitionLeft } from '../simulation/moment.ts';
import type { FakeKafka, FakePartition } from './fake-kafka.ts';
import type { FakeMachine } from './fake-machine.ts';

/** When and by which run a stop was made. */
export interface StopCall {
  readonly at: number;
  readonly run: number;
  readonly cycle: string;
}

/** The end of a run, as its report says it. */
export interface RunEnd {
  readonly run: number;
  readonly status: string;
  readonly problems: string;
}

/** Writes down what really happens, whatever anybody sees of it. */
export class FleetTruth {
  readonly history: Moment[] = [];
  /** How long, in milliseconds, nobody can know of what befalls a node by itself. */
  unknowable = 0;
  readonly #kafka: FakeKafka;
  /** With the ZooKeeper servers. */
  readonly #machines: readonly FakeMachine[];
  readonly #isAnnounced: (machine: FakeMachine) => boolean;
  #index: { readonly of: readonly FakePartition[]; readonly byReplica: Map<number, FakePartition[]> };
  #still = '';
  /** The run that stopped it last. */
  readonly #lastStop = new Map<FakeMachine, number>();

  constructor(
    kafka: FakeKafka,
    machines: readonly FakeMachine[],
    isAnnounced: (machine: FakeMachine) => boolean,
  ) {
    this.#kafka = kafka;
    this.#machines = machines;
    this.#isAnnounced = isAnnounced;
    this.#index = { of: [], byReplica: new Map() };
  }

  noteStop(stopped: FakeMachine, call: StopCall): void {
    this.#lastStop.set(stopped, call.run);
    const others = this.#machines.filter((machine) => machine !== stopped);
    const inFlight = others.filter((machine) => this.#isInFlight(machine, call.at));
    const voters = this.#machines.filter(({ isVoter }) => isVoter);
    const up = voters.filter((machine) => machine !== stopped && this.#isUp(machine, call.at));
    this.history.push({
      kind: 'stop',
      ...call,
      node: stopped.name,
      partitions: this.#left(stopped, call.at),
      voters: stopped.isVoter ? { left: up.length, of: voters.length } : null,
      votersInFlight: inFlight.filter(({ isVoter }) => isVoter).length,
      inFlight: inFlight.map(({ name }) => name),
      ailing: this.#machines
        .filter((machine) => !isParked(machine) && machine.ails(call.at - this.unknowable))
        .filter((machine) => !this.#isBack(machine, call.at) && !this.#isAnnounced(machine))
        .map(({ name }) => name),
    });
  }

  noteStart(machine: FakeMachine, at: number): void {
    this.history.push({ kind: 'start', at, node: machine.name, isParked: isParked(machine) });
  }

  noteEnd(end: RunEnd, at: number): void {
    const left = this.#machines.filter(
      (machine) => machine.isLeftStopped(at) && this.#lastStop.get(machine) === end.run,
    );
    this.history.push({ kind: 'end', at, ...end, left: left.map(({ instance }) => instance) });
  }

  /** Asked whenever anything may have changed. */
  watch(at: number): void {
    const down = this.#machines.filter((machine) => machine.isDownByUs(at));
    const names = down.map(({ name }) => name);
    const announced = down.filter(this.#isAnnounced).map(({ name }) => name);
    const still = `${names.join()}/${announced.join()}`;
    if (still === this.#still) return;
    this.#still = still;
    this.history.push({ kind: 'still', at, down: names, announced });
  }

  /**
   * Whatever befalls a node that is in flight belongs to its flight. Who has no partition has nothing to catch up with.
   * One that the operator parks in the middle is the operator's: it is away in what a stop leaves, and nobody's flight.
   */
  #isInFlight(machine: FakeMachine, at: number): boolean {
    if (isParked(machine)) return false;
    if (machine.ails(at) && this.#isAnnounced(machine)) return true;
    return this.#hasPartitions(machine) ? machine.isCatchingUpForUs(at) : machine.isDownByUs(at);
  }

  #isBack(machine: FakeMachine, at: number): boolean {
    return this.#isInSync(machine, at) || (machine.serves(at) && !this.#hasPartitions(machine));
  }

  #hasPartitions = ({ isBroker, id }: FakeMachine): boolean => isBroker && this.#byReplica().has(id);

  #left(stopped: FakeMachine, at: number): PartitionLeft[] {
    if (!stopped.isBroker) return [];
    const byId = new Map(this.#kafka.machines.map((machine) => [machine.id, machine]));
    const knowable = at - this.unknowable;
    const own = (this.#byReplica().get(stopped.id) ?? []).filter(({ since = 0 }) => since <= knowable);
    return own.map(({ topic, partition = 0, replicas: listed, adding = [], minimum }) => {
      const replicas = listed.filter((id) => !adding.includes(id));
      const all = replicas.flatMap((id) => byId.get(id) ?? []);
      const left = all.filter((machine) => machine !== stopped && this.#isInSync(machine, at));
      const parked = all.filter(isParked).length;
      const name = `${topic}-${String(partition)}`;
      return { name, topic, replicas: replicas.length, parked, left: left.length, minimum };
    });
  }

  #byReplica(): Map<number, FakePartition[]> {
    const { partitions } = this.#kafka;
    if (this.#index.of !== partitions) {
      const pairs = partitions.flatMap((each) => each.replicas.map((replica) => ({ replica, each })));
      const grouped = Map.groupBy(pairs, ({ replica }) => replica);
      const byReplica = new Map([...grouped].map(([id, group]) => [id, group.map(({ each }) => each)]));
      this.#index = { of: partitions, byReplica };
    }
    return this.#index.byReplica;
  }

  /** In sync, or fallen too short a while ago for anybody to know. */
  #isInSync = (machine: FakeMachine, at: number): boolean =>
    at >= machine.inSyncAt || this.#isUnknowable(machine, at);

  #isUp = (machine: FakeMachine, at: number): boolean =>
    machine.serves(at) || this.#isUnknowable(machine, at);

  #isUnknowable = (machine: FakeMachine, at: number): boolean =>
    machine.ails(at) && !machine.ails(at - this.unknowable);
}
