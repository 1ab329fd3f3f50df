import { PARKED_TAG } from '../../actions/rolling-reboot/src/core/tags.ts';
import { assertNever } from '../../lib/core/assert-never.ts';
import type { FakeKafka, FakePartition } from './fake-kafka.ts';
import type { FakeFleet } from './fake-fleet.ts';
import type { FakeMachine } from './fake-machine.ts';

/** What the world does by itself. Times are milliseconds; `at` counts from the beginning of the first run. */
export type Fault =
  /** A broker's process dies, shows in nobody's metadata for a while, and comes back. */
  | (Lasting & { readonly kind: 'crash'; readonly node: number; readonly unseenFor: number })
  /** Somebody stops an instance, and starts it again; never when it lasts for ever. */
  | (Lasting & { readonly kind: 'foreign-stop'; readonly node: number })
  /** The operator parks a node and stops it, and gives it back later. */
  | (Lasting & { readonly kind: 'parked'; readonly node: number })
  /** A broker falls out of every ISR and is back, so many times. */
  | (Lasting & { readonly kind: 'falls-behind'; readonly node: number; readonly times: number })
  /** A broker hears nothing and is not heard by the others, but answers us with what it knew. */
  | (Lasting & { readonly kind: 'isolated'; readonly node: number })
  | { readonly kind: 'leader-moves'; readonly at: number; readonly to: number }
  /** A partition gets a replica on `to`, and gives up its last one. */
  | (Lasting & { readonly kind: 'reassignment'; readonly partition: number; readonly to: number })
  | { readonly kind: 'topic-created'; readonly at: number; readonly partition: FakePartition }
  | { readonly kind: 'topic-deleted'; readonly at: number; readonly partition: number }
  /** Calls fail. */
  | (Lasting & { readonly kind: 'outage'; readonly of: keyof typeof CALLS })
  /** Nobody reaches any broker, and the brokers are well. */
  | (Lasting & { readonly kind: 'unreachable' })
  /** EC2 takes so many starts of the node and lets it go back to stopped. */
  | { readonly kind: 'failing-starts'; readonly node: number; readonly times: number }
  /** A step of the node lasts so many times longer. */
  | {
      readonly kind: 'slow';
      readonly node: number;
      readonly step: 'stop' | 'catchUp';
      readonly factor: number;
    };

interface Lasting {
  readonly at: number;
  readonly lasts: number;
}

const CALLS = {
  'all of EC2': { calls: /^ec2\./, failure: 'RequestLimitExceeded' },
  capacity: { calls: /^ec2\.start/, failure: 'InsufficientInstanceCapacity' },
  stops: { calls: /^ec2\.stop/, failure: 'RequestLimitExceeded' },
  tags: { calls: /^ec2\.(un)?tag/, failure: 'RequestLimitExceeded' },
  ledger: { calls: /^ledger\./, failure: 'NOT_ENOUGH_REPLICAS' },
  slack: { calls: /^slack/, failure: 'channel_is_archived' },
} as const;

/** Until an isolated broker is missed, in milliseconds. */
const SESSION = 9_000;

/** Lets the fault happen in its time. */
export function schedule(fleet: FakeFleet, fault: Fault): void {
  if ('node' in fault) onMachine(fleet, fault);
  else inTheWorld(fleet, fault);
}

type OnMachine = Extract<Fault, { node: number }>;

function onMachine(fleet: FakeFleet, fault: OnMachine): void {
  const machine = fleet.machines[fault.node - 1];
  if (machine === undefined) return;
  switch (fault.kind) {
    case 'crash':
      during(fleet, fault, crashing(machine, fault.unseenFor));
      return;
    case 'foreign-stop':
      during(fleet, fault, stopping(machine));
      return;
    case 'parked':
      during(fleet, fault, parking(machine));
      return;
    case 'falls-behind':
      flapping(fleet, machine, fault);
      return;
    case 'isolated':
      during(fleet, fault, isolation(fleet, machine));
      return;
    case 'failing-starts':
      machine.failingStarts = fault.times;
      return;
    case 'slow':
      machine.times = { ...machine.times, [fault.step]: machine.times[fault.step] * fault.factor };
      return;
    default:
      assertNever(fault);
  }
}

interface Period {
  readonly begin: (now: number) => void;
  readonly end: (now: number) => void;
}

function during({ clock }: FakeFleet, { at, lasts }: Lasting, { begin, end }: Period): void {
  const from = clock.now + at;
  clock.at(from, () => {
    begin(clock.now);
    clock.at(from + lasts, () => {
      end(clock.now);
    });
  });
}

const crashing = (machine: FakeMachine, unseenFor: number): Period => ({
  begin: (now) => {
    if (machine.serves(now)) machine.crash(now, unseenFor);
  },
  end: (now) => {
    machine.recover(now);
  },
});

function flapping(
  { clock }: FakeFleet,
  machine: FakeMachine,
  { at, times, lasts }: Extract<Fault, { kind: 'falls-behind' }>,
): void {
  for (let time = 0; time < times; time += 1) {
    clock.at(clock.now + at + 2 * time * lasts, () => {
      machine.fallBehind(clock.now, lasts);
    });
  }
}

const stopping = (machine: FakeMachine): Period => ({
  begin: (now) => {
    machine.beStopped(now);
  },
  end: (now) => {
    if (machine.stateAt(now) === 'stopped') machine.start(now);
  },
});

const parking = (machine: FakeMachine): Period => ({
  begin: (now) => {
    machine.tags[PARKED_TAG] = 'true';
    machine.beStopped(now);
  },
  end: (now) => {
    Reflect.deleteProperty(machine.tags, PARKED_TAG);
    stopping(machine).end(now);
  },
});

const isolation = ({ kafka, clock }: FakeFleet, machine: FakeMachine): Period => ({
  begin: (now) => {
    if (!machine.serves(now)) return;
    kafka.isolate(machine.id, now);
    clock.at(now + SESSION, () => {
      machine.fallBehind(clock.now, Infinity);
    });
  },
  end: (now) => {
    kafka.rejoin(machine.id);
    if (machine.serves(now) && machine.inSyncAt === Infinity) machine.inSyncAt = now + machine.times.catchUp;
  },
});

type InTheWorld = Exclude<Fault, { node: number }>;

function inTheWorld(fleet: FakeFleet, fault: InTheWorld): void {
  const { clock, kafka } = fleet;
  const start = clock.now;
  switch (fault.kind) {
    case 'leader-moves':
      clock.at(start + fault.at, () => {
        kafka.quorumLeader = fault.to;
      });
      return;
    case 'reassignment':
      during(fleet, fault, moving(kafka, fault));
      return;
    case 'topic-created':
      clock.at(start + fault.at, () => {
        const { topic } = fault.partition;
        const exists = kafka.partitions.some((partition) => partition.topic === topic);
        if (!exists) kafka.partitions = [...kafka.partitions, fault.partition];
      });
      return;
    case 'topic-deleted':
      clock.at(start + fault.at, () => {
        const rest = kafka.partitions.filter((_, index) => index !== fault.partition);
        // A cluster without any topic is none that we would touch.
        if (rest.length > 0) kafka.partitions = rest;
      });
      return;
    case 'outage':
      fleet.outages.push({ ...CALLS[fault.of], from: start + fault.at, to: start + fault.at + fault.lasts });
      return;
    case 'unreachable':
      during(fleet, fault, unreachability(kafka));
      return;
    default:
      assertNever(fault);
  }
}

const moving = (kafka: FakeKafka, { partition, to }: Extract<Fault, { kind: 'reassignment' }>): Period => ({
  begin: () => {
    kafka.beginMove(partition, to);
  },
  end: () => {
    kafka.endMoves();
  },
});

const unreachability = (kafka: FakeKafka): Period => ({
  begin: () => {
    kafka.isUnreachable = true;
  },
  end: () => {
    kafka.isUnreachable = false;
  },
});
