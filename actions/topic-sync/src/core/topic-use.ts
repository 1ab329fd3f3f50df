import type { TopicName } from './topic.ts';

/** The consumer groups of the cluster, and what they have to do with its topics. */
export interface GroupsView {
  readonly groups: readonly GroupUse[];
  /** What could not be read, in words: where there is something, an unnamed group may use any topic. */
  readonly unreadable: readonly string[];
}

export interface GroupUse {
  readonly group: string;
  /** The topics that active members read. */
  readonly reads: ReadonlySet<string>;
  readonly committed: readonly Committed[];
}

export interface Committed {
  readonly topic: string;
  readonly partition: number;
  readonly offset: bigint;
}

/** What is asked of a partition: a special moment, or the first record from then on, in milliseconds since the epoch. */
export type Moment = 'earliest' | 'end' | 'newest' | number;

/** The offsets of all partitions of a topic at some moment. */
export type Offsets =
  | { readonly kind: 'known'; readonly partitions: readonly PartitionOffset[] }
  | { readonly kind: 'unknown'; readonly because: string };

export interface PartitionOffset {
  readonly partition: number;
  /** null where no record was found. */
  readonly offset: bigint | null;
  /** Of the record that was found, in milliseconds since the epoch. */
  readonly timestamp: number | null;
}

/** The groups that read a topic or have a committed offset on it. */
export const groupsOn = ({ groups }: GroupsView, topic: TopicName): GroupUse[] =>
  groups.filter(
    ({ reads, committed }) => reads.has(topic) || committed.some((commit) => commit.topic === topic),
  );
