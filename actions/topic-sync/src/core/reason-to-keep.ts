import type { DeleteTopic } from './operation.ts';
import { groupsOn, type GroupsView, type GroupUse, type Offsets } from './topic-use.ts';

/** What the brokers tell of the use of a topic that is to be deleted. */
export interface UseNow {
  readonly groups: GroupsView;
  readonly newest: Offsets | undefined;
  /** Milliseconds since the epoch. */
  readonly now: number;
}

/** Why a topic must not be deleted: it is in use, or that cannot be told; null when nobody uses it. */
export function reasonToKeep(
  { topic, unusedForMs }: Pick<DeleteTopic, 'topic' | 'unusedForMs'>,
  { groups, newest, now }: UseNow,
): string | null {
  const [user] = groupsOn(groups, topic);
  if (user !== undefined) return useOf(user, topic);
  const [unreadable] = groups.unreadable;
  if (unreadable !== undefined) return `whether a group uses it cannot be told: ${unreadable}`;
  return youngRecord(newest, now - unusedForMs);
}

/** `since` is in milliseconds since the epoch. */
function youngRecord(newest: Offsets | undefined, since: number): string | null {
  const unclear = 'the age of its newest record cannot be told: ';
  if (newest === undefined) return `${unclear}no broker answered`;
  if (newest.kind === 'unknown') return `${unclear}${newest.because}`;
  const { partitions } = newest;
  if (partitions.some(({ offset, timestamp }) => offset !== null && timestamp === null)) {
    return `${unclear}it has no timestamp`;
  }
  const times = partitions.map(({ timestamp }) => timestamp).filter((timestamp) => timestamp !== null);
  const newestAt = Math.max(...times);
  if (times.length === 0 || newestAt <= since) return null;
  return `its newest record is of ${new Date(newestAt).toISOString()}, which is younger than delete-guard`;
}

const useOf = ({ group, reads }: GroupUse, topic: string): string =>
  reads.has(topic) ? `the group ${group} reads it now` : `the group ${group} has a committed offset on it`;
