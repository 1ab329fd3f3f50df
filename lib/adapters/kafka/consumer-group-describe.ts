import type { Api } from './api.ts';
import { type AskedGroups, readGroups, writeAskedGroups } from './group-answers.ts';
import { int32s, type WireReader } from './wire.ts';

/*
 * ConsumerGroupDescribe (key 69) version 0, for groups of the consumer protocol (KIP-848).
 * https://kafka.apache.org/protocol.html#The_Messages_ConsumerGroupDescribe
 *
 * Request  => [groups] STRING, with_operations BOOLEAN
 * Response => throttle_ms INT32, [groups]
 *   groups => error INT16, message NULLABLE_STRING, group STRING, state STRING, epoch INT32, assignment_epoch INT32,
 *             assignor STRING, [members], operations INT32
 *   members => member STRING, instance NULLABLE_STRING, rack NULLABLE_STRING, epoch INT32, client STRING, host STRING,
 *              [subscribed] STRING, regex NULLABLE_STRING, assignment, target_assignment
 *   assignment => [topics] => topic_id UUID, topic STRING, [partitions] INT32
 */
export const consumerGroupDescribe: Api<AskedGroups, ConsumerGroupDescribeResponse> = {
  key: 69,
  name: 'ConsumerGroupDescribe',
  versions: { min: 0, max: 0 },
  flexibleFrom: 0,
  encode: writeAskedGroups,
  decode: (reader) => readGroups(reader, readGroup),
};

export interface ConsumerGroupDescribeResponse {
  readonly groups: readonly {
    readonly errorCode: number;
    readonly group: string;
    /** Of each member, the topics that it subscribed to or is to read. */
    readonly members: readonly (readonly string[])[];
  }[];
}

function readGroup(reader: WireReader): ConsumerGroupDescribeResponse['groups'][number] {
  const errorCode = reader.int16();
  reader.nullableString();
  const group = reader.string();
  reader.string();
  reader.int32();
  reader.int32();
  reader.string();
  const members = reader.array(readMember);
  reader.int32();
  return { errorCode, group, members };
}

const readMember = (reader: WireReader): string[] =>
  reader.structure(() => {
    reader.string();
    reader.nullableString();
    reader.nullableString();
    reader.int32();
    reader.string();
    reader.string();
    const subscribed = reader.array((item) => item.string());
    reader.nullableString();
    return [...new Set([...subscribed, ...readAssignment(reader), ...readAssignment(reader)])];
  });

const readAssignment = (reader: WireReader): string[] =>
  reader.structure(() =>
    reader.array(() =>
      reader.structure(() => {
        reader.uuid();
        const topic = reader.string();
        int32s(reader);
        return topic;
      }),
    ),
  );
