import type { Api } from './api.ts';
import { type AskedGroups, readGroups } from './group-answers.ts';
import type { WireReader } from './wire.ts';

/*
 * OffsetFetch (key 9) version 8 (KIP-709). https://kafka.apache.org/protocol.html#The_Messages_OffsetFetch
 *
 * Request  => [groups] => group STRING, [topics]? (null: all that have a commit); require_stable BOOLEAN
 * Response => throttle_ms INT32, [groups]
 *   groups => group STRING, [topics] => topic STRING, [partitions]; error INT16
 *   partitions => partition INT32, offset INT64, leader_epoch INT32, metadata NULLABLE_STRING, error INT16
 */
export const offsetFetch: Api<AskedGroups, OffsetFetchResponse> = {
  key: 9,
  name: 'OffsetFetch',
  versions: { min: 8, max: 8 },
  flexibleFrom: 6,
  encode(writer, { groups }) {
    writer
      .array(groups, (group) =>
        writer
          .string(group)
          .array(null, () => writer)
          .endStructure(),
      )
      .boolean(false)
      .endStructure();
  },
  decode: (reader) => readGroups(reader, readGroup),
};

export interface OffsetFetchResponse {
  readonly groups: readonly {
    readonly group: string;
    readonly errorCode: number;
    readonly offsets: readonly CommittedOffset[];
  }[];
}

export interface CommittedOffset {
  readonly topic: string;
  readonly partition: number;
  /** -1 when there is none. */
  readonly offset: bigint;
  readonly errorCode: number;
}

function readGroup(reader: WireReader): OffsetFetchResponse['groups'][number] {
  const group = reader.string();
  const offsets = reader.array(readTopic).flat();
  return { group, offsets, errorCode: reader.int16() };
}

const readTopic = (reader: WireReader): CommittedOffset[] =>
  reader.structure(() => {
    const topic = reader.string();
    return reader.array(() => reader.structure(() => readPartition(reader, topic)));
  });

function readPartition(reader: WireReader, topic: string): CommittedOffset {
  const [partition, offset] = [reader.int32(), reader.int64()];
  reader.int32();
  reader.nullableString();
  return { topic, partition, offset, errorCode: reader.int16() };
}
