import { setTimeout as sleep } from 'node:timers/promises';
import type { BrokerLink } from './broker-link.ts';
import { type AbortedTransaction, committed, type TransactedMessage } from './committed.ts';
import type { KafkaConnection } from './connection.ts';
import type { KafkaJsBroker } from './kafkajs-transport.ts';
import { atLeader, PartitionFailed } from './partition-leader.ts';

/*
 * A topic of one partition as a log that is read whole, without consumer groups. Records are decoded by kafkajs, which
 * reads none that are compressed with snappy, lz4 or zstd: create the topic with compression.type=uncompressed.
 */

export interface LogRecord {
  readonly key: string | null;
  readonly value: string;
  /** Milliseconds since 1970. */
  readonly timestamp: number;
  readonly offset: bigint;
}

/** A killed broker keeps its partitions until its session ends, 9 s by default, and some more. */
const PATIENCE_MS = 30_000;
/**
 * EndTxn is answered before the leader has the marker that makes its records readable (KIP-98); it comes within
 * milliseconds, unless the leader moves.
 */
const COMMITTING_MS = 5_000;
const COMMITTING_PAUSE_MS = 20;

/**
 * Every record from the earliest offset to the end when the read begins. Records of aborted transactions and those
 * without a value are left out. A transaction that is still open after 5 s is the end.
 */
export function readAll(
  connection: KafkaConnection,
  topic: string,
  patienceMs = PATIENCE_MS,
): Promise<LogRecord[]> {
  return atLeader(connection, { topic, patienceMs }, (link) => readFrom(link, topic));
}

async function readFrom(link: BrokerLink, topic: string): Promise<LogRecord[]> {
  const end = await committedEnd(link, topic);
  const messages: KafkaJsMessage[] = [];
  for (let next = await offsetAt(link, { topic, timestamp: EARLIEST }); next < end;) {
    const { messages: batch, abortedTransactions } = await fetchFrom(link, topic, next);
    const last = batch.at(-1);
    // A broker that throttles us answers with nothing: a part of the log must never pass for the whole.
    if (last === undefined)
      throw new PartitionFailed(topic, { message: `nothing came at offset ${String(next)}` });
    messages.push(...committed(batch, abortedTransactions ?? []));
    next = BigInt(last.offset) + 1n;
  }
  return messages.filter(({ offset }) => BigInt(offset) < end).flatMap(toRecord);
}

/** What was committed before this call is before the offset that it returns. */
async function committedEnd(link: BrokerLink, topic: string): Promise<bigint> {
  const written = await offsetAt(link, { topic, timestamp: LATEST, isolationLevel: READ_UNCOMMITTED });
  const start = performance.now();
  for (;;) {
    const end = await offsetAt(link, { topic, timestamp: LATEST });
    if (end >= written || performance.now() - start >= COMMITTING_MS) return end;
    await sleep(COMMITTING_PAUSE_MS);
  }
}

const LATEST = '-1';
const EARLIEST = '-2';
const READ_UNCOMMITTED = 0;
const READ_COMMITTED = 1;
const MAX_WAIT_MS = 500;
const MAX_BYTES = 10_485_760;
/** Answers without records in a row, after which the read fails. */
const EMPTY_ANSWERS = 5;

interface OffsetQuery {
  readonly topic: string;
  readonly timestamp: string;
  readonly isolationLevel?: number;
}

async function offsetAt(link: BrokerLink, query: OffsetQuery): Promise<bigint> {
  const { topic, timestamp, isolationLevel = READ_COMMITTED } = query;
  const partitions = [{ partition: 0, timestamp }];
  const request = { isolationLevel, topics: [{ topic, partitions }] };
  const answer = (await link.use((broker) => broker.listOffsets(request), 0)) as Offsets;
  const offset = answer.responses[0]?.partitions[0]?.offset;
  if (offset === undefined) throw new Error(`ListOffsets answered without partition 0 of ${topic}`);
  return BigInt(offset);
}

/** The record at an offset, when it is readable; undefined where there is none. */
export async function recordAt(
  link: BrokerLink,
  topic: string,
  offset: bigint,
): Promise<LogRecord | undefined> {
  const { messages } = await fetchFrom(link, topic, offset);
  return messages.flatMap(toRecord).find((record) => record.offset === offset);
}

async function fetchFrom(link: BrokerLink, topic: string, offset: bigint): Promise<FetchedPartition> {
  for (let attempt = 0; attempt < EMPTY_ANSWERS; attempt += 1) {
    const partition = await link.use((broker) => fetchOnce(broker, topic, offset), MAX_WAIT_MS);
    // A batch begins where its producer began it, which may be before the offset that was asked for.
    const messages = partition.messages.filter((message) => BigInt(message.offset) >= offset);
    if (messages.length > 0) return { ...partition, messages };
  }
  return NOTHING;
}

async function fetchOnce(broker: KafkaJsBroker, topic: string, offset: bigint): Promise<FetchedPartition> {
  const partitions = [{ partition: 0, fetchOffset: String(offset), maxBytes: MAX_BYTES }];
  const answer = (await broker.fetch({
    isolationLevel: READ_COMMITTED,
    maxWaitTime: MAX_WAIT_MS,
    topics: [{ topic, partitions }],
  })) as Fetched;
  return answer.responses[0]?.partitions[0] ?? NOTHING;
}

/** What kafkajs decodes; offsets and timestamps are texts because they have 64 bits. */
interface Offsets {
  readonly responses: readonly { readonly partitions: readonly { readonly offset: string }[] }[];
}

interface Fetched {
  readonly responses: readonly { readonly partitions: readonly FetchedPartition[] }[];
}

interface FetchedPartition {
  readonly messages: readonly KafkaJsMessage[];
  readonly abortedTransactions: readonly AbortedTransaction[] | null;
}

const NOTHING: FetchedPartition = { messages: [], abortedTransactions: [] };

interface KafkaJsMessage extends TransactedMessage {
  readonly value: Buffer | null;
  readonly timestamp: string;
}

function toRecord({ key, value, timestamp, offset }: KafkaJsMessage): LogRecord[] {
  if (value === null) return [];
  const keyText = key === null ? null : key.toString('utf8');
  return [
    { key: keyText, value: value.toString('utf8'), timestamp: Number(timestamp), offset: BigInt(offset) },
  ];
}
