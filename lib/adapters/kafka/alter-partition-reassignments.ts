import type { Api } from './api.ts';
import { type PartitionResult, readPartitionResults } from './partition-results.ts';

/*
 * AlterPartitionReassignments (key 45) version 0 (KIP-455).
 * https://kafka.apache.org/protocol.html#The_Messages_AlterPartitionReassignments
 *
 * Request  => timeout_ms INT32, [topics]
 *   topics => name STRING, [partitions] => partition INT32, [replicas]? INT32
 * Response => throttle_ms INT32, error INT16, message NULLABLE_STRING, [topics]
 *   topics => name STRING, [partitions] => partition INT32, error INT16, message NULLABLE_STRING
 */
export const alterPartitionReassignments: Api<ReassignmentRequest, ReassignmentAnswer> = {
  key: 45,
  name: 'AlterPartitionReassignments',
  versions: { min: 0, max: 0 },
  flexibleFrom: 0,
  worksForMs: ({ timeoutMs }) => timeoutMs,
  encode(writer, { partitions, timeoutMs }) {
    writer.int32(timeoutMs).array([...Map.groupBy(partitions, ({ topic }) => topic)], ([name, together]) =>
      writer
        .string(name)
        .array(together, ({ partition, replicas }) =>
          writer
            .int32(partition)
            .array(replicas, (broker) => writer.int32(broker))
            .endStructure(),
        )
        .endStructure(),
    );
    writer.endStructure();
  },
  decode(reader) {
    return reader.structure(() => {
      reader.int32();
      const [errorCode, errorMessage] = [reader.int16(), reader.message()];
      return { errorCode, errorMessage, results: readPartitionResults(reader) };
    });
  },
};

export interface ReassignmentRequest {
  readonly partitions: readonly {
    readonly topic: string;
    readonly partition: number;
    /** The brokers afterwards, the preferred leader first; null cancels the reassignment that runs. */
    readonly replicas: readonly number[] | null;
  }[];
  readonly timeoutMs: number;
}

export interface ReassignmentAnswer {
  /** Of the request as a whole. */
  readonly errorCode: number;
  readonly errorMessage: string | null;
  readonly results: readonly PartitionResult[];
}
