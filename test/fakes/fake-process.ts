import type { WorldFailure } from '../../lib/core/world-failure.ts';
import type { VirtualClock } from './virtual-clock.ts';

/** The process is gone: nothing that it would have done after this happens. */
export class Killed extends Error {}

/** What every process of a run meets when it calls the world. */
export interface Surroundings {
  readonly clock: VirtualClock;
  readonly calls: string[];
  /** Called with the label before and after each changing call; throws `Killed` to kill the process there. */
  onCall: (moment: string) => void;
  /** Why a call fails now; undefined when it does not. */
  failureOf: (label: string) => WorldFailure | undefined;
  /** How long a call takes, in milliseconds. */
  latency: (label: string) => number;
}

/** One run of the action, as far as the world can tell: it can be killed, and then it does nothing more. */
export class FakeProcess {
  /** Counted from 1. */
  readonly run: number;
  readonly #world: Surroundings;
  readonly #onCall: (moment: string) => void;
  #isDead = false;

  constructor(run: number, world: Surroundings, onCall: (moment: string) => void = () => undefined) {
    this.run = run;
    this.#world = world;
    this.#onCall = onCall;
  }

  /** A call that changes something. */
  async change<T>(label: string, act: () => T): Promise<T> {
    this.#pass(`before ${label}`);
    await this.#wait(label);
    const failure = this.#world.failureOf(label);
    if (failure !== undefined) throw failure;
    this.#world.calls.push(label);
    const result = act();
    this.#pass(`after ${label}`);
    return result;
  }

  /** A call that changes nothing. */
  async ask<T>(label: string, read: () => T): Promise<T> {
    this.#assertAlive();
    await this.#wait(label);
    const failure = this.#world.failureOf(label);
    if (failure !== undefined) throw failure;
    return read();
  }

  async sleep(milliseconds: number, until?: AbortSignal): Promise<void> {
    this.#assertAlive();
    await this.#world.clock.sleep(milliseconds, until);
    this.#assertAlive();
  }

  #pass(moment: string): void {
    this.#assertAlive();
    try {
      this.#world.onCall(moment);
      this.#onCall(moment);
    } catch (failure) {
      this.#isDead = failure instanceof Killed;
      throw failure;
    }
  }

  async #wait(label: string): Promise<void> {
    const latency = this.#world.latency(label);
    if (latency > 0) await this.sleep(latency);
  }

  #assertAlive(): void {
    if (this.#isDead) throw new Killed();
  }
}
