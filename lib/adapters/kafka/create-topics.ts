import type { Api } from './api.ts';
import { type ChangeResults, readChangeResults } from './change-results.ts';
import type { WireReader, WireWriter } from './wire.ts';

/*
 * CreateTopics (key 19) versions 5 to 7. https://kafka.apache.org/protocol.html#The_Messages_CreateTopics
 *
 * Request  => [topics], timeout_ms INT32, validate_only BOOLEAN
 *   topics => name STRING, partitions INT32, replication_factor INT16, [assignments], [configs]
 *   assignments => partition INT32, [brokers] INT32
 *   configs => name STRING, value NULLABLE_STRING
 * Response => throttle_ms INT32, [results]
 *   results => name STRING, topic_id UUID (from 7), error INT16, message NULLABLE_STRING, partitions INT32,
 *              replication_factor INT16, [configs]?
 *   configs => name STRING, value NULLABLE_STRING, read_only BOOLEAN, source INT8, sensitive BOOLEAN
 */
export const createTopics: Api<CreateTopicsRequest, ChangeResults<CreatedTopic>> = {
  key: 19,
  name: 'CreateTopics',
  versions: { min: 5, max: 7 },
  flexibleFrom: 5,
  worksForMs: ({ timeoutMs }) => timeoutMs,
  encode(writer, { topics, timeoutMs, validateOnly }) {
    writer.array(topics, (topic) => writeTopic(writer, topic));
    writer.int32(timeoutMs).boolean(validateOnly).endStructure();
  },
  decode: (reader, version) => readChangeResults(reader, () => readResult(reader, version)),
};

export interface CreateTopicsRequest {
  readonly topics: readonly NewTopic[];
  readonly validateOnly: boolean;
  readonly timeoutMs: number;
}

export interface NewTopic {
  readonly name: string;
  /** -1 takes the broker's default; not used with assignments. */
  readonly partitions: number;
  /** -1 takes the broker's default; not used with assignments. */
  readonly replicationFactor: number;
  /** Empty lets the controller place the replicas; otherwise every partition, its preferred leader first. */
  readonly assignments: readonly { readonly partition: number; readonly replicas: readonly number[] }[];
  readonly configs: readonly { readonly name: string; readonly value: string | null }[];
}

export interface CreatedTopic {
  readonly name: string;
  /** Base64url, as Kafka prints it; all zero before Kafka 2.8 and when nothing was created. */
  readonly topicId: string;
  readonly errorCode: number;
  readonly errorMessage: string | null;
}

const NO_TOPIC_ID = 'AAAAAAAAAAAAAAAAAAAAAA';

function writeTopic(writer: WireWriter, topic: NewTopic): WireWriter {
  // Kafka refuses counts beside assignments: they follow from the assignments.
  const placed = topic.assignments.length > 0;
  return writer
    .string(topic.name)
    .int32(placed ? -1 : topic.partitions)
    .int16(placed ? -1 : topic.replicationFactor)
    .array(topic.assignments, ({ partition, replicas }) =>
      writer
        .int32(partition)
        .array(replicas, (broker) => writer.int32(broker))
        .endStructure(),
    )
    .array(topic.configs, ({ name, value }) => writer.string(name).string(value).endStructure())
    .endStructure();
}

function readResult(reader: WireReader, version: number): CreatedTopic {
  const result = {
    name: reader.string(),
    topicId: version >= 7 ? reader.uuid() : NO_TOPIC_ID,
    errorCode: reader.int16(),
    errorMessage: reader.message(),
  };
  reader.int32();
  reader.int16();
  reader.array(skipConfig);
  return result;
}

const skipConfig = (reader: WireReader): void => {
  reader.structure(() => [
    reader.string(),
    reader.nullableString(),
    reader.boolean(),
    reader.int8(),
    reader.boolean(),
  ]);
};
