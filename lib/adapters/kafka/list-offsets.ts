import type { Api } from './api.ts';
import type { WireReader } from './wire.ts';

/*
 * ListOffsets (key 2) version 7 (KIP-734). https://kafka.apache.org/protocol.html#The_Messages_ListOffsets
 *
 * Request  => replica_id INT32, isolation_level INT8, [topics] => topic STRING, [partitions]
 *   partitions => partition INT32, leader_epoch INT32, timestamp INT64
 * Response => throttle_ms INT32, [topics] => topic STRING, [partitions]
 *   partitions => partition INT32, error INT16, timestamp INT64, offset INT64, leader_epoch INT32
 *
 * Only the leader of a partition answers for it.
 */
export const listOffsets: Api<ListOffsetsRequest, ListOffsetsResponse> = {
  key: 2,
  name: 'ListOffsets',
  versions: { min: 7, max: 7 },
  flexibleFrom: 6,
  encode(writer, { topics }) {
    writer
      .int32(-1)
      .int8(0)
      .array(topics, ({ topic, partitions }) =>
        writer
          .string(topic)
          .array(partitions, ({ partition, timestamp }) =>
            writer.int32(partition).int32(-1).int64(timestamp).endStructure(),
          )
          .endStructure(),
      )
      .endStructure();
  },
  decode(reader) {
    return reader.structure(() => {
      reader.int32();
      return { offsets: reader.array(readTopic).flat() };
    });
  },
};

/** Timestamps that mean something else than a time. */
export const END = -1n;
export const EARLIEST = -2n;
/** The record with the newest timestamp, whichever it is. */
export const NEWEST = -3n;

export interface ListOffsetsRequest {
  readonly topics: readonly {
    readonly topic: string;
    /** Asks for the first record that is not older than the timestamp, in milliseconds since the epoch. */
    readonly partitions: readonly { readonly partition: number; readonly timestamp: bigint }[];
  }[];
}

export interface ListOffsetsResponse {
  readonly offsets: readonly ListedOffset[];
}

export interface ListedOffset {
  readonly topic: string;
  readonly partition: number;
  readonly errorCode: number;
  /** Of the record that was found; -1 where there is none, and for the end and the earliest offset. */
  readonly timestamp: bigint;
  /** -1 when no record was found. */
  readonly offset: bigint;
}

const readTopic = (reader: WireReader): ListedOffset[] =>
  reader.structure(() => {
    const topic = reader.string();
    return reader.array(() => reader.structure(() => readPartition(reader, topic)));
  });

function readPartition(reader: WireReader, topic: string): ListedOffset {
  const [partition, errorCode] = [reader.int32(), reader.int16()];
  const [timestamp, offset] = [reader.int64(), reader.int64()];
  reader.int32();
  return { topic, partition, errorCode, timestamp, offset };
}
