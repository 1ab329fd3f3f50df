import type { Api } from './api.ts';
import { type ChangeResults, readChangeResults } from './change-results.ts';
import type { WireReader } from './wire.ts';

/*
 * CreatePartitions (key 37) versions 2 to 3 (KIP-195). https://kafka.apache.org/protocol.html#The_Messages_CreatePartitions
 *
 * Request  => [topics], timeout_ms INT32, validate_only BOOLEAN
 *   topics => name STRING, count INT32, [assignments]? => [brokers] INT32
 * Response => throttle_ms INT32, [results] => name STRING, error INT16, message NULLABLE_STRING
 */
export const createPartitions: Api<CreatePartitionsRequest, ChangeResults<GrownTopic>> = {
  key: 37,
  name: 'CreatePartitions',
  versions: { min: 2, max: 3 },
  flexibleFrom: 2,
  worksForMs: ({ timeoutMs }) => timeoutMs,
  encode(writer, { topics, timeoutMs, validateOnly }) {
    writer
      .array(topics, ({ name, count, assignments }) =>
        writer
          .string(name)
          .int32(count)
          .array(assignments, (brokers) =>
            writer.array(brokers, (broker) => writer.int32(broker)).endStructure(),
          )
          .endStructure(),
      )
      .int32(timeoutMs)
      .boolean(validateOnly)
      .endStructure();
  },
  decode: (reader) => readChangeResults(reader, readResult),
};

export interface CreatePartitionsRequest {
  readonly topics: readonly {
    readonly name: string;
    /** The number of partitions afterwards, the old ones counted. */
    readonly count: number;
    /** The replicas of each added partition; null lets the controller place them. */
    readonly assignments: readonly (readonly number[])[] | null;
  }[];
  readonly validateOnly: boolean;
  readonly timeoutMs: number;
}

export interface GrownTopic {
  readonly name: string;
  readonly errorCode: number;
  readonly errorMessage: string | null;
}

const readResult = (reader: WireReader): GrownTopic => ({
  name: reader.string(),
  errorCode: reader.int16(),
  errorMessage: reader.message(),
});
