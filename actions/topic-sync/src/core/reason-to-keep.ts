import type { DeleteTopic } from './operation.ts';
import { groupsOn, type GroupsView, type GroupUse, type Offsets, type PartitionOffset } from './topic-use.ts';

/** What the brokers tell of the use of a topic that is to be deleted. */
export interface UseNow {
  readonly groups: GroupsView;
  readonly newest: Offsets | undefined;
  readonly end: Offsets | undefined;
  /** How old a record is at the least when Kafka deletes it, in milliseconds; null where that cannot be told. */
  readonly forgetsAfter: number | null;
  /** Milliseconds since the epoch. */
  readonly now: number;
}

/** Why a topic must not be deleted: it is in use, or that cannot be told; null when nobody uses it. */
export function reasonToKeep(
  { topic, unusedForMs }: Pick<DeleteTopic, 'topic' | 'unusedForMs'>,
  { groups, ...use }: UseNow,
): string | null {
  const [user] = groupsOn(groups, topic);
  if (user !== undefined) return useOf(user, topic);
  const [unreadable] = groups.unreadable;
  if (unreadable !== undefined) return `whether a group uses it cannot be told: ${unreadable}`;
  return youngRecord(use, unusedForMs);
}

function youngRecord(use: Omit<UseNow, 'groups'>, unusedForMs: number): string | null {
  const unclear = whyUnclear(use, unusedForMs);
  if (unclear !== null) return `the age of its newest record cannot be told: ${unclear}`;
  const partitions = partitionsOf(use.newest);
  const since = use.now - unusedForMs;
  const times = partitions.map(({ timestamp }) => timestamp).filter((timestamp) => timestamp !== null);
  const newestAt = Math.max(...times);
  if (times.length === 0 || newestAt <= since) return null;
  return `its newest record is of ${new Date(newestAt).toISOString()}, which is younger than delete-guard`;
}

function whyUnclear(
  { newest, end, forgetsAfter }: Omit<UseNow, 'groups'>,
  unusedForMs: number,
): string | null {
  for (const offsets of [newest, end]) {
    if (offsets === undefined) return 'no broker answered';
    if (offsets.kind === 'unknown') return offsets.because;
  }
  const found = partitionsOf(newest);
  if (found.some(({ offset, timestamp }) => offset !== null && timestamp === null))
    return 'it has no timestamp';
  // Where all records are gone, the newest may have been as young as what is deleted first.
  if (forgetsAfter !== null && forgetsAfter >= unusedForMs) return null;
  const empty = new Set(found.filter(({ offset }) => offset === null).map(({ partition }) => partition));
  const emptied = partitionsOf(end).find(({ partition, offset }) => empty.has(partition) && offset !== 0n);
  if (emptied === undefined) return null;
  return `partition ${String(emptied.partition)} had records, and its cleanup may delete them sooner than delete-guard ends`;
}

const partitionsOf = (offsets: Offsets | undefined): readonly PartitionOffset[] =>
  offsets?.kind === 'known' ? offsets.partitions : [];

const useOf = ({ group, reads }: GroupUse, topic: string): string =>
  reads.has(topic) ? `the group ${group} reads it now` : `the group ${group} has a committed offset on it`;
