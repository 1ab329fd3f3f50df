import { assertNever } from '../../../lib/core/assert-never.ts';
import type { Log } from '../../hosting/src/log.ts';
import { decide } from './core/decide.ts';
import type { Doubt } from './core/history.ts';
import { keyOf, shownKey } from './core/message-key.ts';
import { type DoubtPolicy, settle } from './core/settle.ts';
import type { PartitionHistory } from './partition-history.ts';
import type { Action, ActionEnd, Clock, Message, Tally } from './ports.ts';

export const REFUSAL_POLICIES = ['hold', 'skip'] as const;

export interface WorkPolicy {
  readonly inDoubt: DoubtPolicy;
  /** What becomes of an action that its receiver refuses. */
  readonly onRefused: (typeof REFUSAL_POLICIES)[number];
  readonly actionTimeoutMs: number;
  /** After what time a partition that is held tries again. */
  readonly heldRetryMs: number;
}

export interface Tools {
  readonly action: Action;
  readonly policy: WorkPolicy;
  readonly clock: Clock;
  readonly log: Log;
  readonly tally: Tally;
}

/** `stopped`: nothing beyond this message may be touched until it is handled; try again after some time. */
export type Handled =
  | { readonly kind: 'handled' }
  | { readonly kind: 'stopped'; readonly because: string; readonly retryAfterMs: number };

const HANDLED: Handled = { kind: 'handled' };
const FIRST_RETRY_MS = 1_000;

/** Runs the actions of one partition's messages in their order, each once. */
export class PartitionWork {
  readonly #history: PartitionHistory;
  readonly #tools: Tools;
  readonly #lost = new Set<string>();
  #retryMs = FIRST_RETRY_MS;

  constructor(history: PartitionHistory, tools: Tools) {
    this.#history = history;
    this.#tools = tools;
  }

  /** Rejects when this owner is fenced or the history cannot be written: take the partition over anew then. */
  async handle(message: Message, signal: AbortSignal): Promise<Handled> {
    this.#tellLost(message);
    const step = decide(this.#history.history, message, this.#moment());
    switch (step.kind) {
      case 'skip':
        this.#tools.tally.skipped();
        this.#tools.log.info('a message is skipped', { ...placeOf(message), because: step.because });
        return HANDLED;
      case 'wait':
        return { kind: 'stopped', because: step.because, retryAfterMs: step.ms };
      case 'hold':
        this.#tools.log.error('the partition is held', { ...placeOf(message), because: step.because });
        return { kind: 'stopped', because: step.because, retryAfterMs: this.#tools.policy.heldRetryMs };
      case 'settle':
        return this.#settle(step.doubt, message, signal);
      case 'run':
        return this.#run(step.attempt, message, signal);
      default:
        return assertNever(step);
    }
  }

  /** The messages below the offset are committed. */
  committed(offset: bigint): void {
    this.#history.history.take({ kind: 'below', offset });
  }

  /** Says in the history that nothing is running any more, unless something may be, and leaves it. */
  async release(): Promise<void> {
    const isRunning = this.#history.history.doubts.some(({ running }) => running);
    try {
      if (!isRunning) await this.#history.note({ kind: 'released', at: this.#tools.clock.now() });
    } finally {
      await this.leave();
    }
  }

  /** Handles nothing more. */
  async leave(): Promise<void> {
    await this.#history.leave();
  }

  async #run(attempt: number, message: Message, signal: AbortSignal): Promise<Handled> {
    const key = keyOf(message);
    const { offset } = message;
    await this.#history.note({ kind: 'started', key, offset, attempt, at: this.#tools.clock.now() });
    await this.#history.proveOwner();
    const end = await this.#tools.action.run(message, shownKey(key), signal);
    this.#tools.tally.ended(end.outcome);
    return this.#noteEnd(end, message, signal);
  }

  async #noteEnd(end: ActionEnd, message: Message, signal: AbortSignal): Promise<Handled> {
    const key = keyOf(message);
    const { log, policy } = this.#tools;
    const facts = { ...placeOf(message), because: end.because };
    switch (end.outcome) {
      case 'done':
        return this.#finish(message);
      case 'refused':
        if (policy.onRefused === 'skip') {
          log.error('an action was refused and is given up: ON_REFUSED is skip', facts);
          return this.#finish(message);
        }
        await this.#history.note({ kind: 'undone', key });
        log.error('an action was refused: the partition is held', facts);
        return { kind: 'stopped', because: end.because, retryAfterMs: policy.heldRetryMs };
      case 'not-done':
        await this.#history.note({ kind: 'undone', key });
        log.warn('an action was not done, it is tried again', facts);
        return this.#later(end.because);
      case 'unknown':
        // One that was abandoned may go on at its receiver: it stays `running` until its time is over.
        if (!signal.aborted) this.#history.history.stopped(key);
        log.warn('it is not known whether an action was done', facts);
        return this.#later(end.because);
      default:
        return assertNever(end.outcome);
    }
  }

  async #settle(doubt: Doubt, message: Message, signal: AbortSignal): Promise<Handled> {
    const { action, policy, tally, log } = this.#tools;
    await this.#history.proveOwner();
    const finding = await action.check(shownKey(doubt.key));
    const settlement = settle(doubt, finding, policy.inDoubt);
    const facts = { ...placeOf(message), attempt: doubt.attempt, because: settlement.because };
    switch (settlement.kind) {
      case 'finish':
        tally.settled('done');
        log.warn('an action in doubt was done', facts);
        return this.#finish(message);
      case 'run':
        tally.settled(finding === 'not-done' ? 'not-done' : 'retry');
        log.warn('an action in doubt is run again', facts);
        return this.#run(settlement.attempt, message, signal);
      case 'hold':
        tally.settled('hold');
        log.error('an action is in doubt: the partition is held', facts);
        return { kind: 'stopped', because: settlement.because, retryAfterMs: policy.heldRetryMs };
      default:
        return assertNever(settlement);
    }
  }

  async #finish(message: Message): Promise<Handled> {
    await this.#history.note({ kind: 'finished', key: keyOf(message), offset: message.offset });
    this.#retryMs = FIRST_RETRY_MS;
    return HANDLED;
  }

  #later(because: string): Handled {
    const retryAfterMs = Math.min(this.#retryMs, this.#tools.policy.heldRetryMs);
    this.#retryMs *= 2;
    return { kind: 'stopped', because, retryAfterMs };
  }

  /** Kafka gives messages in their order, so a doubt below this one will not be given any more. */
  #tellLost({ offset, ...message }: Message): void {
    const gone = this.#history.history.doubts.filter(
      (doubt) => doubt.offset < offset && !this.#lost.has(doubt.key),
    );
    for (const doubt of gone) {
      this.#lost.add(doubt.key);
      this.#tools.tally.lost();
      this.#tools.log.error(
        'an action is in doubt and its message is no longer in Kafka: nobody will settle it',
        {
          ...placeOf({ ...message, offset: doubt.offset }),
          key: shownKey(doubt.key),
        },
      );
    }
  }

  #moment() {
    return { now: this.#tools.clock.now(), actionTimeoutMs: this.#tools.policy.actionTimeoutMs };
  }
}

const placeOf = ({ topic, partition, offset, id }: Omit<Message, 'key' | 'value' | 'end'>) => ({
  topic,
  partition,
  offset: String(offset),
  ...(id === undefined ? {} : { id }),
});
