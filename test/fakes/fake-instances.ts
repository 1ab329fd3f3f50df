import type { InstanceId } from '../../actions/rolling-reboot/src/core/node.ts';
import type { ScheduledEvent } from '../../actions/rolling-reboot/src/core/scheduled-event.ts';
import type { Instances } from '../../actions/rolling-reboot/src/ports.ts';
import { WorldFailure } from '../../lib/core/world-failure.ts';
import type { FakeMachine } from './fake-machine.ts';
import type { FakeProcess } from './fake-process.ts';
import type { FleetTruth } from './fleet-truth.ts';
import type { VirtualClock } from './virtual-clock.ts';

/** EC2, as it treats the machines of the fleet. */
export class FakeInstances {
  /** How long after the truth its answers are, in milliseconds. */
  describeLag = 0;
  events: ScheduledEvent[] = [];
  /** The filters do not match these any more, as after somebody removed their tags. */
  readonly filteredOut = new Set<InstanceId>();
  /** How long the cluster takes to miss a node that is stopped, in milliseconds. */
  unseenFor = 0;
  /** The most instances that were not running at the same time. */
  mostAway = 0;
  readonly #machines: readonly FakeMachine[];
  readonly #truth: FleetTruth;
  readonly #clock: VirtualClock;
  /** The cycle that a stop belongs to is the one of the last announcement. */
  cycle: () => string = () => '';

  constructor(machines: readonly FakeMachine[], truth: FleetTruth, clock: VirtualClock) {
    this.#machines = machines;
    this.#truth = truth;
    this.#clock = clock;
  }

  portOf(process: FakeProcess): Instances {
    const change = (label: string, id: InstanceId, act: (machine: FakeMachine) => void): Promise<void> =>
      process.change(`${label} ${id}`, () => {
        act(this.#machine(id));
        this.#truth.watch(this.#clock.now);
      });
    return {
      describe: (ids) => process.ask('ec2.describe', () => this.#describe(ids)),
      scheduledEvents: (ids) =>
        process.ask('ec2.events', () => this.events.filter(({ instance }) => ids.includes(instance))),
      facts: (ids) => process.ask('ec2.facts', () => ids.map((id) => this.#machine(id).facts())),
      stop: (id) =>
        change('ec2.stop', id, (machine) => {
          this.#takeDown(machine, process.run, 'stop');
        }),
      reboot: (id) =>
        change('ec2.reboot', id, (machine) => {
          this.#takeDown(machine, process.run, 'reboot');
        }),
      start: (id) =>
        change('ec2.start', id, (machine) => {
          this.#start(machine);
        }),
      tag: (id, key, value) => change('ec2.tag', id, ({ tags }) => void (tags[key] = value)),
      untag: (id, key) => change('ec2.untag', id, ({ tags }) => void Reflect.deleteProperty(tags, key)),
    };
  }

  #describe(ids: readonly InstanceId[] | undefined): ReturnType<FakeMachine['describe']>[] {
    const at = this.#clock.now - this.describeLag;
    return this.#machines
      .filter((machine) => ids?.includes(machine.instance) ?? !this.filteredOut.has(machine.instance))
      .map((machine) => machine.describe(at));
  }

  #machine(id: InstanceId): FakeMachine {
    const machine = this.#machines.find((candidate) => candidate.instance === id);
    if (machine === undefined) throw new WorldFailure(`InvalidInstanceID.NotFound: ${id}`);
    return machine;
  }

  #takeDown(machine: FakeMachine, run: number, how: 'stop' | 'reboot'): void {
    const { now } = this.#clock;
    this.#truth.noteStop(machine, { at: now, run, cycle: this.cycle() });
    machine[how](now, this.unseenFor);
    const away = this.#machines.filter((each) => each.stateAt(now) !== 'running').length;
    this.mostAway = Math.max(this.mostAway, away);
  }

  #start(machine: FakeMachine): void {
    this.#truth.noteStart(machine, this.#clock.now);
    machine.start(this.#clock.now);
  }
}
