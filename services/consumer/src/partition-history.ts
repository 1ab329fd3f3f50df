import { type Problem, ProblemsFound } from '../../../lib/core/problem.ts';
import { compact } from './core/compact.ts';
import { describePartition, epochsIn, historyFile, type Partition } from './core/history-files.ts';
import { formatLine, type HistoryLine } from './core/history-line.ts';
import { History } from './core/history.ts';
import { replay } from './core/replay.ts';
import type { HistoryFolder } from './ports.ts';

export interface Owner {
  /** For people who read the file: a host's or pod's name. */
  readonly name: string;
  /** Of the consumer group, as the coordinator told it. */
  readonly generation: number;
  /** Milliseconds since 1970. */
  readonly at: number;
}

export interface HistoryLimits {
  /** How many own ids of finished actions are kept. */
  readonly remembered: number;
  /** The file is written anew after so many lines. */
  readonly compactAfter: number;
}

/** Somebody else has taken the partition over since: what this owner writes is read by nobody. */
export class Fenced extends Error {
  constructor(partition: Partition, mine: number, latest: number) {
    super(
      `${describePartition(partition)}: epoch ${String(latest)} has been taken, this owner has ${String(mine)}`,
    );
    this.name = 'Fenced';
  }
}

/**
 * One owner's action history of one partition. Taking a partition over:
 *
 * 1. creates the file of the next epoch, empty; only one of two owners can. From here the former owner is fenced: it
 *    looks for a later epoch after each `started` is on the disk and before that action begins;
 * 2. reads the newest file with content, in which all that the former owner may have begun now stands;
 * 3. puts what is known into its own file in one step. A crash before leaves it empty, so that step 2 of the next owner
 *    finds the same file as this one did;
 * 4. removes older files.
 */
export class PartitionHistory {
  readonly history: History;
  readonly #folder: HistoryFolder;
  readonly #partition: Partition;
  readonly #epoch: number;
  readonly #limits: HistoryLimits;
  readonly #opened: HistoryLine;
  #appended = 0;

  private constructor(folder: HistoryFolder, taken: Taken, limits: HistoryLimits) {
    this.#folder = folder;
    this.#limits = limits;
    this.#partition = taken.partition;
    this.#epoch = taken.epoch;
    this.#opened = taken.opened;
    this.history = taken.history;
  }

  /** Rejects with `ProblemsFound` when a history cannot be read: the partition is then nobody's. */
  static async takeOver(
    folder: HistoryFolder,
    partition: Partition,
    options: { readonly owner: Owner; readonly limits: HistoryLimits },
  ): Promise<PartitionHistory> {
    const { owner, limits } = options;
    const epoch = await nextEpoch(folder, partition);
    const file = historyFile(partition, epoch);
    const former = await newestWithContent(folder, partition, epoch);
    const history = replay(former.file, former.content, limits.remembered);
    if (!history.ok) {
      await folder.remove(file);
      throw new ProblemsFound(history.problems.map(inFolder));
    }
    const { name, generation, at } = owner;
    const opened: HistoryLine = { kind: 'opened', epoch, generation, owner: name, at };
    const mine = new PartitionHistory(folder, { partition, epoch, opened, history: history.value }, limits);
    await mine.#rewrite();
    for (const old of former.older) await folder.remove(historyFile(partition, old));
    return mine;
  }

  async note(line: HistoryLine): Promise<void> {
    await this.#folder.append(historyFile(this.#partition, this.#epoch), formatLine(line));
    this.history.take(line);
    this.#appended += 1;
    if (this.#appended >= this.#limits.compactAfter) await this.#rewrite();
  }

  /** Rejects with `Fenced` when there is a later owner. */
  async proveOwner(): Promise<void> {
    const [latest = 0] = epochsIn(await this.#folder.names(), this.#partition);
    if (latest > this.#epoch) throw new Fenced(this.#partition, this.#epoch, latest);
  }

  /** Its owner goes, or takes the partition over anew. */
  async leave(): Promise<void> {
    await this.#folder.leave(historyFile(this.#partition, this.#epoch));
  }

  async #rewrite(): Promise<void> {
    const content = [this.#opened, ...compact(this.history)].map(formatLine).join('');
    await this.#folder.replace(historyFile(this.#partition, this.#epoch), content);
    this.#appended = 0;
  }
}

interface Taken {
  readonly partition: Partition;
  readonly epoch: number;
  readonly opened: HistoryLine;
  readonly history: History;
}

async function nextEpoch(folder: HistoryFolder, partition: Partition): Promise<number> {
  const [latest = 0] = epochsIn(await folder.names(), partition);
  for (let epoch = latest + 1; ; epoch += 1) {
    if (await folder.create(historyFile(partition, epoch))) return epoch;
  }
}

interface Former {
  readonly file: string;
  readonly content: string;
  /** The epochs before it, which nobody needs any more. */
  readonly older: readonly number[];
}

async function newestWithContent(
  folder: HistoryFolder,
  partition: Partition,
  below: number,
): Promise<Former> {
  const epochs = epochsIn(await folder.names(), partition).filter((epoch) => epoch < below);
  for (const epoch of epochs) {
    const file = historyFile(partition, epoch);
    const content = await folder.read(file);
    if (content !== '') return { file, content, older: epochs.filter((each) => each < epoch) };
  }
  return { file: historyFile(partition, below), content: '', older: [] };
}

const inFolder = (problem: Problem): Problem => ({ ...problem, where: `HISTORY_FOLDER, ${problem.where}` });
