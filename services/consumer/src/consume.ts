import { describeProblem, ProblemsFound } from '../../../lib/core/problem.ts';
import { describePartition, type Partition } from './core/history-files.ts';
import { Fenced, type HistoryLimits, type Owner, PartitionHistory } from './partition-history.ts';
import { type Handled, PartitionWork, type Tools } from './partition-work.ts';
import type { HistoryFolder, Message } from './ports.ts';

export interface ConsumeSettings {
  readonly limits: HistoryLimits;
  /** This process among the members of the group. */
  readonly name: string;
}

/** Every partition that this process owns, each with its history, and what is held of them. */
export class Consumption {
  readonly #folder: HistoryFolder;
  readonly #tools: Tools;
  readonly #settings: ConsumeSettings;
  readonly #works = new Map<string, Promise<PartitionWork>>();
  readonly #held = new Set<string>();
  #generation = 0;

  constructor(folder: HistoryFolder, tools: Tools, settings: ConsumeSettings) {
    this.#folder = folder;
    this.#tools = tools;
    this.#settings = settings;
  }

  /** The group has assigned these and no others; what was owned before and is not among them is released. */
  async assigned(partitions: readonly Partition[], generation: number): Promise<void> {
    this.#generation = generation;
    const names = new Set(partitions.map(describePartition));
    await this.#release([...this.#works.keys()].filter((name) => !names.has(name)));
  }

  /** Call it for one message of a partition at a time. */
  async handle(message: Message, signal: AbortSignal): Promise<Handled> {
    const name = describePartition(message);
    try {
      const work = await this.#workOf(message);
      const handled = await work.handle(message, signal);
      this.#tell(name, handled.kind === 'stopped');
      return handled;
    } catch (failure) {
      // Whatever it was, this owner's file may end in half a line now: the next attempt takes over anew.
      await this.#leave(name);
      this.#tell(name, true);
      return this.#explain(failure, message);
    }
  }

  async committed(partition: Partition, offset: bigint): Promise<void> {
    const work = await this.#works.get(describePartition(partition))?.catch(() => undefined);
    work?.committed(offset);
  }

  async releaseAll(): Promise<void> {
    await this.#release([...this.#works.keys()]);
  }

  #workOf(partition: Partition): Promise<PartitionWork> {
    const name = describePartition(partition);
    const owner = { name: this.#settings.name, generation: this.#generation, at: this.#tools.clock.now() };
    const work = this.#works.get(name) ?? this.#takeOver(partition, owner);
    this.#works.set(name, work);
    return work;
  }

  async #takeOver(partition: Partition, owner: Owner): Promise<PartitionWork> {
    const { topic, partition: index } = partition;
    const place = { topic, partition: index };
    const history = await PartitionHistory.takeOver(this.#folder, place, {
      owner,
      limits: this.#settings.limits,
    });
    const doubts = history.history.doubts.length;
    this.#tools.log.info('a partition is taken over', { ...place, generation: owner.generation, doubts });
    return new PartitionWork(history, this.#tools);
  }

  async #leave(name: string): Promise<void> {
    const known = this.#works.get(name);
    this.#works.delete(name);
    const work = await known?.catch(() => undefined);
    // What cannot be closed was not written either: that is what is told.
    await work?.leave().catch(() => undefined);
  }

  async #release(names: readonly string[]): Promise<void> {
    for (const name of names) {
      const work = await this.#works.get(name)?.catch(() => undefined);
      this.#works.delete(name);
      this.#held.delete(name);
      await work?.release().catch((failure: unknown) => {
        this.#tools.log.warn('a partition could not be released: its next owner waits', { name, failure });
      });
    }
    this.#count();
  }

  #explain(failure: unknown, { topic, partition }: Partition): Handled {
    const because = failure instanceof Error ? failure.message : String(failure);
    const facts = { topic, partition, because };
    if (failure instanceof Fenced) this.#tools.log.warn('this process no longer owns a partition', facts);
    else if (failure instanceof ProblemsFound) {
      const problems = failure.problems.map(describeProblem);
      this.#tools.log.error('a partition is held: its history cannot be read', {
        topic,
        partition,
        problems,
      });
    } else this.#tools.log.error('a partition is held: its history cannot be written', { ...facts, failure });
    return { kind: 'stopped', because, retryAfterMs: this.#tools.policy.heldRetryMs };
  }

  #tell(name: string, held: boolean): void {
    if (held) this.#held.add(name);
    else this.#held.delete(name);
    this.#count();
  }

  #count(): void {
    this.#tools.tally.partitions({ owned: this.#works.size, held: this.#held.size });
  }
}
