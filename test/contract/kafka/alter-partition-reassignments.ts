import type { Api } from '../../../lib/adapters/kafka/api.ts';

/*
 * AlterPartitionReassignments (key 45) version 0 (KIP-455), to have a reassignment that runs.
 *
 * Request  => timeout_ms INT32, [topics] => name STRING, [partitions] => partition INT32, [replicas]? INT32
 * Response => throttle_ms INT32, error INT16, message NULLABLE_STRING, [topics]
 *   topics => name STRING, [partitions] => partition INT32, error INT16, message NULLABLE_STRING
 */
export const alterPartitionReassignments: Api<Reassign, number[]> = {
  key: 45,
  name: 'AlterPartitionReassignments',
  versions: { min: 0, max: 0 },
  flexibleFrom: 0,
  encode(writer, { topic, partition, replicas }) {
    const writeReplicas = () => writer.array(replicas, (broker) => writer.int32(broker));
    const writePartition = () => {
      writer.int32(partition);
      writeReplicas().endStructure();
    };
    writer.int32(10_000).array([topic], (name) => {
      writer.string(name).array([partition], writePartition).endStructure();
    });
    writer.endStructure();
  },
  /** The error code of the request and that of each partition. */
  decode(reader) {
    return reader.structure(() => {
      reader.int32();
      const whole = [reader.int16()];
      reader.message();
      const partitions = reader.array(() =>
        reader.structure(() => {
          reader.string();
          return reader.array(() =>
            reader.structure(() => {
              reader.int32();
              const errorCode = reader.int16();
              reader.message();
              return errorCode;
            }),
          );
        }),
      );
      return [...whole, ...partitions.flat()];
    });
  },
};

export interface Reassign {
  readonly topic: string;
  readonly partition: number;
  /** null cancels the one that runs. */
  readonly replicas: readonly number[] | null;
}
