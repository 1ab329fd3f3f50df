import type { KafkaConnection } from '../../../lib/adapters/kafka/connection.ts';
import { errorName } from '../../../lib/adapters/kafka/error-codes.ts';
import {
  EARLIEST,
  END,
  type ListedOffset,
  listOffsets,
  NEWEST,
} from '../../../lib/adapters/kafka/list-offsets.ts';
import { metadata, type TopicMetadata } from '../../../lib/adapters/kafka/metadata.ts';
import { WorldFailure } from '../../../lib/core/world-failure.ts';
import type { TopicName } from './core/topic.ts';
import type { Moment, Offsets, PartitionOffset } from './core/topic-use.ts';

const TIMESTAMPS = { earliest: EARLIEST, end: END, newest: NEWEST } as const;

interface Asked {
  readonly topic: string;
  readonly partition: number;
  readonly leader: number;
  readonly timestamp: bigint;
}

type Found = Pick<ListedOffset, 'errorCode' | 'timestamp' | 'offset'> | { readonly because: string };

/** Asks the leader of each partition; a topic of which one partition is not answered is unknown. */
export async function readOffsets(
  connection: KafkaConnection,
  moments: ReadonlyMap<TopicName, Moment>,
): Promise<Map<TopicName, Offsets>> {
  if (moments.size === 0) return new Map();
  const { topics } = await connection.send(metadata, { topics: [...moments.keys()] }, 'any');
  const byName = new Map(topics.map((topic) => [topic.name, topic]));
  const asked = topics.flatMap((topic) => askedOf(topic, moments.get(topic.name as TopicName)));
  const byLeader = [...Map.groupBy(asked, ({ leader }) => leader)];
  const answers = await Promise.all(
    byLeader.map(([leader, together]) => askLeader(connection, leader, together)),
  );
  const found = new Map(answers.flatMap((answer) => [...answer]));
  return new Map([...moments.keys()].map((name) => [name, offsetsOf(name, byName.get(name), found)]));
}

const askedOf = ({ name, partitions }: TopicMetadata, moment: Moment = 'end'): Asked[] =>
  partitions
    .filter(({ leader }) => leader >= 0)
    .map(({ partition, leader }) => ({
      topic: name,
      partition,
      leader,
      timestamp: typeof moment === 'number' ? BigInt(moment) : TIMESTAMPS[moment],
    }));

const keyOf = ({ topic, partition }: { readonly topic: string; readonly partition: number }): string =>
  `${topic}-${String(partition)}`;

async function askLeader(
  connection: KafkaConnection,
  leader: number,
  asked: readonly Asked[],
): Promise<Map<string, Found>> {
  const topics = [...Map.groupBy(asked, ({ topic }) => topic)].map(([topic, partitions]) => ({
    topic,
    partitions,
  }));
  try {
    const { offsets } = await connection.send(listOffsets, { topics }, leader);
    return new Map(offsets.map((offset) => [keyOf(offset), offset]));
  } catch (failure) {
    if (!(failure instanceof WorldFailure)) throw failure;
    return new Map(asked.map((each) => [keyOf(each), { because: failure.message }]));
  }
}

function offsetsOf(
  topic: TopicName,
  seen: TopicMetadata | undefined,
  found: ReadonlyMap<string, Found>,
): Offsets {
  if (seen === undefined) return { kind: 'unknown', because: 'no broker answered for it' };
  if (seen.errorCode !== 0) return { kind: 'unknown', because: errorName(seen.errorCode) };
  const partitions: PartitionOffset[] = [];
  for (const { partition } of seen.partitions) {
    const read = readPartition(topic, found.get(keyOf({ topic, partition })));
    if ('because' in read)
      return { kind: 'unknown', because: `partition ${String(partition)}: ${read.because}` };
    partitions.push({ partition, ...read });
  }
  return { kind: 'known', partitions: partitions.toSorted((a, b) => a.partition - b.partition) };
}

function readPartition(
  topic: TopicName,
  answer: Found = { because: 'it has no leader' },
): Omit<PartitionOffset, 'partition'> | { readonly because: string } {
  if ('because' in answer) return answer;
  const error = errorName(answer.errorCode);
  if (error === 'TOPIC_AUTHORIZATION_FAILED') return { because: `needs Describe on Topic:${topic}` };
  if (error !== 'NONE') return { because: error };
  const { offset, timestamp } = answer;
  return { offset: offset < 0n ? null : offset, timestamp: timestamp < 0n ? null : Number(timestamp) };
}
