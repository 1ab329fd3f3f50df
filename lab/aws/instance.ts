import { setTimeout as sleep } from 'node:timers/promises';

export type InstanceState = 'pending' | 'running' | 'stopping' | 'stopped';

/** The process that plays the instance's operating system. */
export interface InstanceProcess {
  readonly pid: number | undefined;
  start(): void;
  /** Resolves when the process has really ended. */
  stop(graceMs: number): Promise<void>;
}

/** How long the states between take. */
export interface InstanceTimes {
  /** `stopping` lasts this long at least, and until the process has ended. */
  readonly stoppingMs: number;
  /** `pending` lasts this long; then the process starts. */
  readonly pendingMs: number;
  /** The time a process gets for its shutdown. */
  readonly graceMs: number;
}

/**
 * An EC2 instance as a state machine over a process. Each command takes a turn; whatever still waits for an
 * older turn does nothing when it wakes, so that a stop during a reboot is not undone by the reboot's start.
 */
export class Instance {
  readonly instanceId: string;
  readonly process: InstanceProcess;
  state: InstanceState = 'running';
  /** A day ago at first, so that no launch of the lab looks like one of the cycle under test. */
  launchTime = secondsOf(new Date(Date.now() - 86_400_000));
  /** Why the last start failed, as EC2's StateReason; undefined when it did not. */
  stateReason: string | undefined;
  /** The state that the instance is to stay in once it is there. */
  stuckIn: 'stopping' | 'pending' | undefined;
  /** How many of the next starts fall back to `stopped`. */
  failingStarts = 0;
  /** How many of the next reboots do nothing. */
  ignoredReboots = 0;
  /** The code of what AWS is going to do to it; undefined for nothing. */
  scheduledEvent: string | undefined;
  readonly #times: InstanceTimes;
  #turn = 0;

  constructor(instanceId: string, process: InstanceProcess, times: InstanceTimes) {
    this.instanceId = instanceId;
    this.process = process;
    this.#times = times;
  }

  /** False where there is nothing to stop. */
  stop(): boolean {
    if (this.state !== 'running') return false;
    const turn = this.#nextTurn('stopping');
    void this.#finishStop(turn);
    return true;
  }

  /** False where there is nothing to start. */
  start(): boolean {
    if (this.state !== 'stopped') return false;
    const turn = this.#nextTurn('pending');
    this.launchTime = secondsOf(new Date());
    // It is started on another host, and the event was of the old one.
    this.scheduledEvent = undefined;
    void this.#finishStart(turn);
    return true;
  }

  /** The state stays `running` and the launch time as it was. */
  reboot(): void {
    if (this.state !== 'running') return;
    if (this.ignoredReboots > 0) {
      this.ignoredReboots -= 1;
      return;
    }
    const turn = this.#nextTurn('running');
    void this.process.stop(this.#times.graceMs).then(() => {
      if (turn === this.#turn) this.process.start();
    });
  }

  #nextTurn(state: InstanceState): number {
    this.state = state;
    this.stateReason = undefined;
    return (this.#turn += 1);
  }

  async #finishStop(turn: number): Promise<void> {
    await Promise.all([this.process.stop(this.#times.graceMs), sleep(this.#times.stoppingMs)]);
    await this.#whileStuckIn('stopping');
    if (turn === this.#turn) this.state = 'stopped';
  }

  async #finishStart(turn: number): Promise<void> {
    await sleep(this.#times.pendingMs);
    await this.#whileStuckIn('pending');
    if (turn !== this.#turn) return;
    if (this.failingStarts > 0) {
      this.failingStarts -= 1;
      this.state = 'stopped';
      this.stateReason = 'Server.InternalError';
      return;
    }
    this.process.start();
    this.state = 'running';
  }

  async #whileStuckIn(state: 'stopping' | 'pending'): Promise<void> {
    while (this.stuckIn === state) await sleep(50);
  }
}

/** EC2 tells times in whole seconds. */
const secondsOf = (date: Date): string => `${date.toISOString().slice(0, 19)}.000Z`;
