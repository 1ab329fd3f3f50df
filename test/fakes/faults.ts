import { PARKED_TAG } from '../../actions/rolling-reboot/src/core/tags.ts';
import { assertNever } from '../../lib/core/assert-never.ts';
import type { FakeKafka } from './fake-kafka.ts';
import type { FakeFleet } from './fake-fleet.ts';
import type { FakeMachine } from './fake-machine.ts';
import { CALLS, type Fault, type Lasting } from './fault.ts';

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
      during(fleet, fault, stopping(fleet, machine));
      return;
    case 'parked':
      during(fleet, fault, parking(fleet, machine));
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

const stopping = ({ clock }: FakeFleet, machine: FakeMachine): Period => {
  const end = (now: number): void => {
    const state = machine.stateAt(now);
    if (state === 'stopped') machine.start(now);
    if (state !== 'stopping') return;
    clock.at(now + machine.times.stop, () => {
      end(clock.now);
    });
  };
  const begin = (now: number): void => {
    machine.beStopped(now);
  };
  return { begin, end };
};

const parking = (fleet: FakeFleet, machine: FakeMachine): Period => ({
  begin: (now) => {
    if (!machine.serves(now)) return;
    machine.tags[PARKED_TAG] = 'true';
    machine.beStopped(now);
  },
  end: (now) => {
    if (!Reflect.has(machine.tags, PARKED_TAG)) return;
    Reflect.deleteProperty(machine.tags, PARKED_TAG);
    stopping(fleet, machine).end(now);
  },
});

const isolation = ({ kafka, clock }: FakeFleet, machine: FakeMachine): Period => ({
  begin: (now) => {
    if (!machine.serves(now)) return;
    kafka.isolate(machine.id, now);
    clock.at(now + SESSION, () => {
      if (kafka.isIsolated(machine.id)) machine.fallBehind(clock.now, Infinity);
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
        if (!exists) kafka.partitions = [...kafka.partitions, { ...fault.partition, since: clock.now }];
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
