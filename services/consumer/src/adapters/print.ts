import type { Log } from '../../../hosting/src/log.ts';
import type { Finding } from '../core/settle.ts';
import type { Action, ActionEnd, Message } from '../ports.ts';

/** The action of a message is one line of the log. */
export class Print implements Action {
  readonly #log: Log;

  constructor(log: Log) {
    this.#log = log;
  }

  run({ topic, partition, offset, value }: Message, key: string): Promise<ActionEnd> {
    const text = value === undefined ? undefined : Buffer.from(value).toString();
    this.#log.info('message', { topic, partition, offset: String(offset), idempotencyKey: key, value: text });
    return Promise.resolve({ outcome: 'done', because: 'it was printed' });
  }

  check(): Promise<Finding> {
    return Promise.resolve('no-check');
  }
}
