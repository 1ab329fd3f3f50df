import { describeConfigs } from '../../../lib/adapters/kafka/describe-configs.ts';
import { errorName } from '../../../lib/adapters/kafka/error-codes.ts';
import { WorldFailure } from '../../../lib/core/world-failure.ts';
import type { BrokerId } from './core/node.ts';
import { type Asking, MINIMUM, type TopicMinimum } from './read-minimums.ts';

/**
 * min.insync.replicas of the topics without their own, which each broker has from its server.properties. A topic's
 * description tells what the broker has that answers, and a write is judged by its leader's: since any broker may lead in
 * a moment, the highest counts.
 */
export class InheritedMinimum {
  /** What each broker said last. */
  readonly #told = new Map<BrokerId, number>();
  readonly #failures = new Map<BrokerId, string>();

  /** Asks each broker itself, all beside each other. Who does not answer keeps what it said last; a refusal does not. */
  async ask({ connection, brokers }: Asking): Promise<void> {
    await Promise.all(brokers.map((broker) => this.#askOne(broker, connection)));
  }

  async #askOne(broker: BrokerId, connection: Asking['connection']): Promise<void> {
    const resources = [{ type: 'broker' as const, name: String(broker), keys: [MINIMUM] }];
    try {
      const { results } = await connection.send(describeConfigs, { resources }, broker);
      this.#note(broker, results[0]?.errorCode ?? -1, Number(results[0]?.configs[0]?.value ?? Number.NaN));
    } catch (failure) {
      if (!(failure instanceof WorldFailure)) throw failure;
      this.#failures.set(broker, failure.message);
    }
  }

  #note(broker: BrokerId, errorCode: number, minimum: number): void {
    if (errorCode === 0 && Number.isSafeInteger(minimum)) {
      this.#told.set(broker, minimum);
      return;
    }
    this.#told.delete(broker);
    this.#failures.set(broker, errorName(errorCode));
  }

  /** The minimums that are in force. Fails where a topic inherits, and one of these brokers never told its own. */
  applyTo(
    topics: ReadonlyMap<string, TopicMinimum>,
    brokers: readonly BrokerId[],
  ): ReadonlyMap<string, number> {
    const inherits = [...topics.values()].some(({ isOwn }) => !isOwn);
    const highest = inherits ? this.#highest(brokers) : 0;
    return new Map(
      [...topics].map(([topic, { minimum, isOwn }]) => [topic, isOwn ? minimum : Math.max(minimum, highest)]),
    );
  }

  #highest(brokers: readonly BrokerId[]): number {
    const untold = brokers.find((broker) => !this.#told.has(broker));
    if (untold !== undefined) {
      const reason = this.#failures.get(untold) ?? 'it was not asked';
      throw new WorldFailure(`DescribeConfigs of broker ${String(untold)}: ${reason}`);
    }
    return Math.max(0, ...this.#told.values());
  }
}
