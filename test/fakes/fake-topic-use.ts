import type { ObservedTopic, TopicName } from '../../actions/topic-sync/src/core/topic.ts';
import type {
  Committed,
  GroupsView,
  Moment,
  Offsets,
  PartitionOffset,
} from '../../actions/topic-sync/src/core/topic-use.ts';
import type { TopicUse } from '../../actions/topic-sync/src/ports.ts';

interface FakeGroup {
  readonly reads: ReadonlySet<string>;
  readonly committed: readonly Committed[];
}

/** Consumer groups and records in memory. */
export class FakeTopicUse implements TopicUse {
  readonly #topics: ReadonlyMap<TopicName, ObservedTopic>;
  readonly #asked: string[];
  readonly #groups = new Map<string, FakeGroup>();
  /** The timestamps of the records of each partition, `posts-0`, from offset 0. */
  readonly records = new Map<string, number[]>();
  /** By partition: how many records before those are deleted by now. */
  readonly expired = new Map<string, number>();
  /** What no broker tells about groups. */
  readonly unreadable: string[] = [];
  /** By topic: why its offsets cannot be read. */
  readonly unreadableTopics = new Map<string, string>();

  constructor(topics: ReadonlyMap<TopicName, ObservedTopic>, asked: string[]) {
    this.#topics = topics;
    this.#asked = asked;
  }

  /** A member of the group begins to read the topic. */
  join(group: string, topic: string): void {
    const { reads, committed } = this.#groupOf(group);
    this.#groups.set(group, { reads: new Set([...reads, topic]), committed });
  }

  commit(group: string, topic: string, offsets: readonly number[]): void {
    const { reads, committed } = this.#groupOf(group);
    const more = offsets.map((offset, partition) => ({ topic, partition, offset: BigInt(offset) }));
    this.#groups.set(group, { reads, committed: [...committed, ...more] });
  }

  groups(): Promise<GroupsView> {
    this.#asked.push('groups');
    const groups = [...this.#groups].map(([group, use]) => ({ group, ...use }));
    return Promise.resolve({ groups, unreadable: [...this.unreadable] });
  }

  offsets(moments: ReadonlyMap<TopicName, Moment>): Promise<ReadonlyMap<TopicName, Offsets>> {
    if (moments.size > 0) this.#asked.push(`offsets ${[...moments.keys()].join(' ')}`);
    return Promise.resolve(new Map([...moments].map(([topic, moment]) => [topic, this.#at(topic, moment)])));
  }

  #groupOf = (group: string): FakeGroup => this.#groups.get(group) ?? { reads: new Set(), committed: [] };

  #at(topic: TopicName, moment: Moment): Offsets {
    const because = this.unreadableTopics.get(topic);
    if (because !== undefined) return { kind: 'unknown', because };
    const found = this.#topics.get(topic);
    if (found === undefined) return { kind: 'unknown', because: 'UNKNOWN_TOPIC_OR_PARTITION' };
    const partitions = found.replicas.map((_, partition) => ({
      partition,
      ...this.#offsetAt(`${topic}-${String(partition)}`, moment),
    }));
    return { kind: 'known', partitions };
  }

  #offsetAt(partition: string, moment: Moment): Omit<PartitionOffset, 'partition'> {
    const { offset, timestamp } = offsetAt(this.records.get(partition) ?? [], moment);
    const first = BigInt(this.expired.get(partition) ?? 0);
    return { offset: offset === null ? null : offset + first, timestamp };
  }
}

function offsetAt(records: readonly number[], moment: Moment): Omit<PartitionOffset, 'partition'> {
  if (moment === 'earliest') return { offset: 0n, timestamp: null };
  if (moment === 'end') return { offset: BigInt(records.length), timestamp: null };
  const index =
    moment === 'newest'
      ? records.indexOf(Math.max(...records))
      : records.findIndex((timestamp) => timestamp >= moment);
  const timestamp = records[index];
  return timestamp === undefined ? { offset: null, timestamp: null } : { offset: BigInt(index), timestamp };
}
