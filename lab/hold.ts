import type { HttpAnswer } from './loopback-server.ts';

/** Which call is kept waiting, and whether it has been carried out by then. */
export interface HoldOrder {
  /** An action of AWS such as `StopInstances`, or `slack`. */
  readonly call: string;
  readonly when: 'before' | 'after';
  /** A text that the call must hold, such as the key of a tag; any call when it is left out. */
  readonly about?: string;
}

/** A call as it arrives, and its caller's end. */
export interface HoldableCall {
  readonly call: string;
  readonly text: string;
  /** Resolves when the caller has closed its connection. */
  readonly gone: Promise<unknown>;
}

const DROPPED: HttpAnswer = { status: 499, contentType: 'text/plain', body: 'the caller has gone' };

/**
 * Calls that never get their answer: each waits until its caller has gone, so that a test can kill the caller right
 * before or right after a call was carried out. A call that is held before is dropped in the end.
 */
export class Holds {
  #waiting: readonly HoldOrder[] = [];
  #held = Promise.withResolvers<undefined>();

  /** The next call that matches is held. */
  order(order: HoldOrder): void {
    this.#waiting = [...this.#waiting, order];
    this.#held = Promise.withResolvers();
  }

  /** Resolves when the call that was ordered last is held. */
  untilHeld(): Promise<undefined> {
    return this.#held.promise;
  }

  async around(call: HoldableCall, answer: () => HttpAnswer | Promise<HttpAnswer>): Promise<HttpAnswer> {
    if (await this.#holds(call, 'before')) return DROPPED;
    const given = await answer();
    await this.#holds(call, 'after');
    return given;
  }

  async #holds({ call, text, gone }: HoldableCall, when: HoldOrder['when']): Promise<boolean> {
    const found = this.#waiting.find(
      (order) => order.call === call && order.when === when && text.includes(order.about ?? ''),
    );
    if (found === undefined) return false;
    this.#waiting = this.#waiting.filter((order) => order !== found);
    this.#held.resolve(undefined);
    await gone;
    return true;
  }
}
