import type { Api } from './api.ts';
import { type PartitionResult, readPartitionResults } from './partition-results.ts';

/*
 * ElectLeaders (key 43) versions 1 to 2 (KIP-460). https://kafka.apache.org/protocol.html#The_Messages_ElectLeaders
 *
 * Request  => election_type INT8 (0 preferred, 1 unclean), [topics]?, timeout_ms INT32
 *   topics => topic STRING, [partitions] INT32
 * Response => throttle_ms INT32, error INT16, [topics]
 *   topics => topic STRING, [partitions] => partition INT32, error INT16, message NULLABLE_STRING
 */
export const electLeaders: Api<ElectLeadersRequest, ElectLeadersResponse> = {
  key: 43,
  name: 'ElectLeaders',
  versions: { min: 1, max: 2 },
  flexibleFrom: 2,
  worksForMs: ({ timeoutMs }) => timeoutMs,
  encode(writer, { topics, timeoutMs }) {
    writer
      .int8(PREFERRED)
      .array(topics, ({ topic, partitions }) =>
        writer
          .string(topic)
          .array(partitions, (partition) => writer.int32(partition))
          .endStructure(),
      )
      .int32(timeoutMs)
      .endStructure();
  },
  decode(reader) {
    return reader.structure(() => {
      reader.int32();
      return { errorCode: reader.int16(), results: readPartitionResults(reader) };
    });
  },
};

/** Preferred elections only: an unclean one loses records, and nothing here may ask for it. */
export interface ElectLeadersRequest {
  /** null means all partitions; the answer then names only those whose leader was not the preferred one. */
  readonly topics: readonly { readonly topic: string; readonly partitions: readonly number[] }[] | null;
  readonly timeoutMs: number;
}

export interface ElectLeadersResponse {
  readonly errorCode: number;
  /** ELECTION_NOT_NEEDED (84) where the preferred replica leads already. */
  readonly results: readonly PartitionResult[];
}

const PREFERRED = 0;
