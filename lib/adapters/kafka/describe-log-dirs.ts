import type { Api } from './api.ts';
import type { WireReader } from './wire.ts';

/*
 * DescribeLogDirs (key 35) versions 1 to 4 (KIP-113, KIP-827). A broker tells of its own disks only.
 * https://kafka.apache.org/protocol.html#The_Messages_DescribeLogDirs
 *
 * Request  => [topics]? => topic STRING, [partitions] INT32
 * Response => throttle_ms INT32, error INT16 (from 3), [results]
 *   results => error INT16, log_dir STRING, [topics], total_bytes INT64 (from 4), usable_bytes INT64 (from 4)
 *   topics => name STRING, [partitions]
 *   partitions => partition INT32, size INT64, offset_lag INT64, is_future BOOLEAN
 */
export const describeLogDirs: Api<DescribeLogDirsRequest, DescribeLogDirsResponse> = {
  key: 35,
  name: 'DescribeLogDirs',
  versions: { min: 1, max: 4 },
  flexibleFrom: 2,
  encode(writer, { topics }) {
    writer
      .array(topics, ({ topic, partitions }) =>
        writer
          .string(topic)
          .array(partitions, (partition) => writer.int32(partition))
          .endStructure(),
      )
      .endStructure();
  },
  decode(reader, version) {
    return reader.structure(() => {
      reader.int32();
      const errorCode = version >= 3 ? reader.int16() : 0;
      return { errorCode, dirs: reader.array(() => readDir(reader, version)) };
    });
  },
};

export interface DescribeLogDirsRequest {
  /** null asks for every replica of the broker; a partition that it does not hold is left out of the answer. */
  readonly topics: readonly { readonly topic: string; readonly partitions: readonly number[] }[] | null;
}

export interface DescribeLogDirsResponse {
  /** 0 before version 3, where a principal without the right sees no folder. */
  readonly errorCode: number;
  readonly dirs: readonly LogDir[];
}

export interface LogDir {
  readonly errorCode: number;
  readonly path: string;
  readonly replicas: readonly LogReplica[];
  /** Bytes of the volume, and how many of them Kafka may still use; null where the broker does not tell. */
  readonly totalBytes: bigint | null;
  readonly usableBytes: bigint | null;
}

export interface LogReplica {
  readonly topic: string;
  readonly partition: number;
  /** Bytes of its segments, indexes not counted. */
  readonly size: bigint;
  /** It is being moved here from another folder of the same broker. */
  readonly future: boolean;
}

const readDir = (reader: WireReader, version: number): LogDir =>
  reader.structure(() => ({
    errorCode: reader.int16(),
    path: reader.string(),
    replicas: reader.array(readTopic).flat(),
    totalBytes: version >= 4 ? readVolume(reader) : null,
    usableBytes: version >= 4 ? readVolume(reader) : null,
  }));

/** -1 stands for "unknown". */
function readVolume(reader: WireReader): bigint | null {
  const bytes = reader.int64();
  return bytes < 0n ? null : bytes;
}

const readTopic = (reader: WireReader): LogReplica[] =>
  reader.structure(() => {
    const topic = reader.string();
    return reader.array(() => reader.structure(() => readReplica(reader, topic)));
  });

function readReplica(reader: WireReader, topic: string): LogReplica {
  const [partition, size] = [reader.int32(), reader.int64()];
  reader.int64();
  return { topic, partition, size, future: reader.boolean() };
}
