import type { Finding } from '../../services/consumer/src/core/settle.ts';
import type { Action, ActionEnd, Message } from '../../services/consumer/src/ports.ts';

/** A receiver that counts how often each action was done. */
export class FakeAction implements Action {
  readonly done = new Map<string, number>();
  /** How the next actions end, one after another; `done` when there is nothing more. */
  readonly ends: ActionEnd['outcome'][] = [];
  checks = true;
  /** Called before an action is done. */
  before: () => Promise<void> = () => Promise.resolve();

  async run(_: Message, key: string): Promise<ActionEnd> {
    await this.before();
    const outcome = this.ends.shift() ?? 'done';
    if (outcome === 'done') this.done.set(key, (this.done.get(key) ?? 0) + 1);
    return { outcome, because: 'the test says so' };
  }

  check(key: string): Promise<Finding> {
    if (!this.checks) return Promise.resolve('no-check');
    return Promise.resolve(this.done.has(key) ? 'done' : 'not-done');
  }
}
