import { groupsOn, type GroupsView, type GroupUse, type Offsets, type PartitionOffset } from './topic-use.ts';
import type { TopicName } from './topic.ts';

/** The records of a topic that a change may delete. */
export interface Cut {
  readonly earliest: Offsets | undefined;
  readonly end: Offsets | undefined;
  /** The first records that stay; no record means that all may go. */
  readonly stays: Offsets | undefined;
}

/** How many unread records a change may delete at most, for each consumer group, in words. */
export function unreadRecords(topic: TopicName, groups: GroupsView, cut: Cut): string {
  const [unreadable] = groups.unreadable;
  const ranges = rangesOf(cut);
  if (typeof ranges === 'string') return `how many unread records may go is unknown: ${ranges}`;
  const users = groupsOn(groups, topic).map(
    (group) => `${group.group} ${wordsOf(boundOf(group, topic, ranges))}`,
  );
  const told = users.length === 0 ? [] : [`unread records that may go: ${users.join(', ')}`];
  if (unreadable !== undefined) return [...told, `of other groups it is unknown: ${unreadable}`].join('; ');
  return told[0] ?? 'no consumer group uses it';
}

/** Why a consumer group may lose unread records by a change; null when for certain none does. */
export function unreadLoss(topic: TopicName, groups: GroupsView, cut: Cut): string | null {
  const ranges = rangesOf(cut);
  if (typeof ranges === 'string') return `how many unread records may go is unknown: ${ranges}`;
  const [loss] = groupsOn(groups, topic)
    .map((group) => ({ group: group.group, bound: boundOf(group, topic, ranges) }))
    .filter(({ bound }) => bound !== 0n);
  if (loss !== undefined) return `unread records of ${loss.group} may go: ${wordsOf(loss.bound)}`;
  const [unreadable] = groups.unreadable;
  return unreadable === undefined ? null : `not all groups can be seen: ${unreadable}`;
}

/** From `first` to before `last`: the records that may go. */
interface Range {
  readonly partition: number;
  readonly first: bigint;
  readonly last: bigint;
}

/** Why they are not known, or the records of each partition that may go. */
function rangesOf({ earliest, end, stays }: Cut): Range[] | string {
  const views = [earliest, end, stays];
  const known = views.filter((view) => view?.kind === 'known');
  const [lowest, highest, staying] = known.map(({ partitions }) => partitions);
  if (lowest === undefined || highest === undefined || staying === undefined) {
    const silent = views.find((view) => view?.kind === 'unknown');
    return silent?.because ?? 'no broker answered';
  }
  return highest.map((at) => {
    const last = offsetOf(staying, at.partition) ?? at.offset ?? 0n;
    return { partition: at.partition, first: offsetOf(lowest, at.partition) ?? 0n, last };
  });
}

const offsetOf = (partitions: readonly PartitionOffset[], partition: number): bigint | null =>
  partitions.find((each) => each.partition === partition)?.offset ?? null;

const wordsOf = (bound: bigint | string): string =>
  typeof bound === 'string' ? `unknown (${bound})` : `at most ${String(bound)}`;

/** How many go at most, or why that is unknown: a partition has no committed offset, though something of it may go. */
function boundOf({ committed }: GroupUse, topic: TopicName, ranges: readonly Range[]): bigint | string {
  const own = new Map(
    committed.filter((each) => each.topic === topic).map(({ partition, offset }) => [partition, offset]),
  );
  const losing = ranges.filter(({ first, last }) => last > first);
  const silent = losing.filter(({ partition }) => !own.has(partition));
  if (silent.length > 0) {
    return `no committed offset on partition ${silent.map(({ partition }) => String(partition)).join(', ')}`;
  }
  const bounds = losing.map(({ partition, first, last }) => last - later(own.get(partition) ?? 0n, first));
  return bounds.reduce((sum, bound) => (bound > 0n ? sum + bound : sum), 0n);
}

const later = (a: bigint, b: bigint): bigint => (a > b ? a : b);
