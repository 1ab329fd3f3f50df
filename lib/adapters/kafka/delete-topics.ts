import type { Api } from './api.ts';
import { type ChangeResults, readChangeResults } from './change-results.ts';
import type { WireReader } from './wire.ts';

/*
 * DeleteTopics (key 20) version 6 (KIP-516). https://kafka.apache.org/protocol.html#The_Messages_DeleteTopics
 *
 * Request  => [topics] => name NULLABLE_STRING (null beside an id), topic_id UUID; timeout_ms INT32
 * Response => throttle_ms INT32, [results] => name NULLABLE_STRING, topic_id UUID, error INT16, message NULLABLE_STRING
 *
 * Older versions delete by name, so they may delete a topic that was made anew a moment ago: they are never used.
 */
export const deleteTopics: Api<DeleteTopicsRequest, ChangeResults<DeletedTopic>> = {
  key: 20,
  name: 'DeleteTopics',
  versions: { min: 6, max: 6 },
  flexibleFrom: 4,
  worksForMs: ({ timeoutMs }) => timeoutMs,
  encode(writer, { topicIds, timeoutMs }) {
    writer
      .array(topicIds, (topicId) => writer.string(null).uuid(topicId).endStructure())
      .int32(timeoutMs)
      .endStructure();
  },
  decode: (reader) => readChangeResults(reader, readResult),
};

export interface DeleteTopicsRequest {
  /** Base64url, as Kafka prints them. */
  readonly topicIds: readonly string[];
  readonly timeoutMs: number;
}

export interface DeletedTopic {
  /** null for an id that is unknown, or that we may not see. */
  readonly name: string | null;
  readonly topicId: string;
  readonly errorCode: number;
  readonly errorMessage: string | null;
}

const readResult = (reader: WireReader): DeletedTopic => ({
  name: reader.nullableString(),
  topicId: reader.uuid(),
  errorCode: reader.int16(),
  errorMessage: reader.message(),
});
