import type { Api } from './api.ts';
import type { WireReader } from './wire.ts';

/*
 * DescribeQuorum (key 55) versions 0 to 2, KRaft only (KIP-595, KIP-836, KIP-853).
 * https://kafka.apache.org/protocol.html#The_Messages_DescribeQuorum
 *
 * Request  => [topics] => name STRING, [partitions] => partition INT32
 * Response => error INT16, message NULLABLE_STRING (from 2), [topics], [nodes] (from 2)
 *   topics => name STRING, [partitions]
 *   partitions => partition INT32, error INT16, message NULLABLE_STRING (from 2), leader INT32, leader_epoch INT32,
 *                 high_watermark INT64, [voters], [observers]
 *   voters, observers => id INT32, directory_id UUID (from 2), log_end_offset INT64,
 *                        last_fetch INT64 (from 1), last_caught_up INT64 (from 1)
 *   nodes => id INT32, [listeners] => name STRING, host STRING, port UINT16
 */
export const describeQuorum: Api<object, QuorumDescription> = {
  key: 55,
  name: 'DescribeQuorum',
  versions: { min: 0, max: 2 },
  flexibleFrom: 0,
  encode(writer) {
    writer
      .array(['__cluster_metadata'], (name) =>
        writer
          .string(name)
          .array([0], (partition) => writer.int32(partition).endStructure())
          .endStructure(),
      )
      .endStructure();
  },
  decode(reader, version) {
    return reader.structure(() => {
      const errorCode = reader.int16();
      const errorMessage = version >= 2 ? reader.message() : null;
      const [quorum] = reader.array(() => readTopic(reader, version)).flat();
      if (version >= 2) reader.array(skipNode);
      // An error of the whole answer (no permission) comes without partitions.
      return errorCode !== 0 || quorum === undefined ? { ...NO_QUORUM, errorCode, errorMessage } : quorum;
    });
  },
};

export interface QuorumDescription {
  readonly errorCode: number;
  readonly errorMessage: string | null;
  /** The active controller's node id; -1 when the quorum has no leader. */
  readonly leaderId: number;
  readonly leaderEpoch: number;
  readonly highWatermark: bigint;
  readonly voters: readonly QuorumReplica[];
  readonly observers: readonly QuorumReplica[];
}

export interface QuorumReplica {
  readonly id: number;
  readonly logEndOffset: bigint;
  /** Milliseconds since 1970 by the leader's clock; -1 when it is not known. */
  readonly lastFetchTimestamp: number;
  /** Milliseconds since 1970 by the leader's clock; -1 when it is not known. */
  readonly lastCaughtUpTimestamp: number;
}

const NO_QUORUM = { leaderId: -1, leaderEpoch: -1, highWatermark: -1n, voters: [], observers: [] };

const readTopic = (reader: WireReader, version: number): QuorumDescription[] =>
  reader.structure(() => {
    reader.string();
    return reader.array(() => readPartition(reader, version));
  });

const readPartition = (reader: WireReader, version: number): QuorumDescription =>
  reader.structure(() => {
    reader.int32();
    return {
      errorCode: reader.int16(),
      errorMessage: version >= 2 ? reader.message() : null,
      leaderId: reader.int32(),
      leaderEpoch: reader.int32(),
      highWatermark: reader.int64(),
      voters: reader.array(() => readReplica(reader, version)),
      observers: reader.array(() => readReplica(reader, version)),
    };
  });

const readReplica = (reader: WireReader, version: number): QuorumReplica =>
  reader.structure(() => {
    const id = reader.int32();
    if (version >= 2) reader.uuid();
    return {
      id,
      logEndOffset: reader.int64(),
      lastFetchTimestamp: version >= 1 ? Number(reader.int64()) : -1,
      lastCaughtUpTimestamp: version >= 1 ? Number(reader.int64()) : -1,
    };
  });

const skipNode = (reader: WireReader): void => {
  reader.structure(() => {
    reader.int32();
    reader.array(() => reader.structure(() => [reader.string(), reader.string(), reader.int16()]));
  });
};
