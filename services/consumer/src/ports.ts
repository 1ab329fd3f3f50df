import type { MessagePlace } from './core/message-key.ts';
import type { Finding } from './core/settle.ts';

/** A record of Kafka that an action is run for. */
export interface Message extends MessagePlace {
  readonly key: string | undefined;
  readonly value: Uint8Array | undefined;
}

/** The folder of the action histories; every promise resolves once it is on the disk. */
export interface HistoryFolder {
  names(): Promise<readonly string[]>;
  /** An empty file, or false when there is one of this name: of two who try at once one gets true. */
  create(name: string): Promise<boolean>;
  read(name: string): Promise<string>;
  append(name: string, text: string): Promise<void>;
  /** The old content or the new one is there at any moment. */
  replace(name: string, content: string): Promise<void>;
  remove(name: string): Promise<void>;
  /** Nothing more is written to it from here, or not for long: what was kept open for that is closed. */
  leave(name: string): Promise<void>;
}

/**
 * How an action ended. `refused`: it was not done and never will be; `not-done`: it did not happen, try later;
 * `unknown`: it may have happened.
 */
export interface ActionEnd {
  readonly outcome: 'done' | 'refused' | 'not-done' | 'unknown';
  readonly because: string;
}

/** What is done for each message. `key` is the same for each attempt, so that a receiver can tell a repetition. */
export interface Action {
  /** Never throws; ends with `unknown` soon after the signal. */
  run(message: Message, key: string, signal: AbortSignal): Promise<ActionEnd>;
  /** Asks whether it was done; never throws. */
  check(key: string): Promise<Finding>;
}

/** What is counted for /metrics. */
export interface Tally {
  ended(outcome: ActionEnd['outcome']): void;
  skipped(): void;
  settled(by: 'done' | 'not-done' | 'retry' | 'hold'): void;
  /** An action in doubt whose message is no longer in Kafka. */
  lost(): void;
  /** Partitions that are not going on now, and those that are. */
  partitions(states: { readonly owned: number; readonly held: number }): void;
}

export interface Clock {
  /** Milliseconds since 1970. */
  now(): number;
}
