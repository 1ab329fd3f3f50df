import { type Instance, type InstanceState, instanceId } from '../../actions/rolling-reboot/src/core/node.ts';
import type { InstanceFacts } from '../../actions/rolling-reboot/src/core/preflight.ts';
import { WorldFailure } from '../../lib/core/world-failure.ts';
import { anInstance, NIGHT, someFacts } from '../builders/fleet.ts';

/** How long each step lasts, in milliseconds. */
const TIMES = { stop: 8_000, start: 6_000, register: 4_000, catchUp: 9_000 } as const;

/** An instance with a broker on it, in virtual time. */
export class FakeMachine {
  readonly id: number;
  state: InstanceState = 'running';
  /** When the running transition ends. */
  until = Infinity;
  /** The broker is registered, and in sync, from here on. */
  registersAt = 0;
  inSyncAt = 0;
  launchTime = NIGHT - 86_400_000;
  tags: Record<string, string>;
  /** What EC2 says of it beyond the harmless. */
  hazards: Partial<InstanceFacts> = {};

  constructor(id: number, controller: boolean) {
    this.id = id;
    this.tags = { ...anInstance(id).tags, 'kafka-role': controller ? 'broker,controller' : 'broker' };
  }

  stateAt(now: number): InstanceState {
    if (now < this.until) return this.state;
    if (this.state === 'stopping') return 'stopped';
    return this.state === 'pending' ? 'running' : this.state;
  }

  stop(now: number): void {
    this.state = 'stopping';
    this.until = now + TIMES.stop;
    this.registersAt = Infinity;
    this.inSyncAt = Infinity;
  }

  /** EC2 refuses to start what is stopping, and lets a running instance be. */
  start(now: number): void {
    const state = this.stateAt(now);
    if (state === 'running' || state === 'pending') return;
    if (state !== 'stopped') throw new WorldFailure(`IncorrectInstanceState: ${state}`);
    this.state = 'pending';
    this.until = now + TIMES.start;
    this.launchTime = now;
    this.registersAt = this.until + TIMES.register;
    this.inSyncAt = this.registersAt + TIMES.catchUp;
  }

  /** Stopped before the test begins. */
  beDown(): void {
    Object.assign(this, { state: 'stopped', registersAt: Infinity, inSyncAt: Infinity });
  }

  facts(): InstanceFacts {
    return someFacts(this.id, this.hazards);
  }

  describe(now: number): Instance {
    const { launchTime, tags } = this;
    return anInstance(this.id, {
      id: instanceId(`i-${String(this.id)}`),
      state: this.stateAt(now),
      launchTime,
      tags: { ...tags },
    });
  }
}
