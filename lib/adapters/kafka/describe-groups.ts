import type { Api } from './api.ts';
import { type AskedGroups, readGroups, writeAskedGroups } from './group-answers.ts';
import { WireReader } from './wire.ts';

/*
 * DescribeGroups (key 15) version 5, for groups of the classic protocol.
 * https://kafka.apache.org/protocol.html#The_Messages_DescribeGroups
 *
 * Request  => [groups] STRING, with_operations BOOLEAN
 * Response => throttle_ms INT32, [groups]
 *   groups => error INT16, group STRING, state STRING, protocol_type STRING, protocol STRING, [members], operations INT32
 *   members => member STRING, instance NULLABLE_STRING, client STRING, host STRING, metadata BYTES, assignment BYTES
 */
export const describeGroups: Api<AskedGroups, DescribeGroupsResponse> = {
  key: 15,
  name: 'DescribeGroups',
  versions: { min: 5, max: 5 },
  flexibleFrom: 5,
  encode: writeAskedGroups,
  decode: (reader) => readGroups(reader, readGroup),
};

export interface DescribeGroupsResponse {
  readonly groups: readonly {
    readonly errorCode: number;
    readonly group: string;
    readonly state: string;
    readonly protocolType: string;
    /** Of each member, its metadata in the encoding of the protocol type; empty unless the state is `Stable`. */
    readonly members: readonly Buffer[];
  }[];
}

function readGroup(reader: WireReader): DescribeGroupsResponse['groups'][number] {
  const errorCode = reader.int16();
  const [group, state, protocolType] = [reader.string(), reader.string(), reader.string()];
  reader.string();
  const members = reader.array(readMember);
  reader.int32();
  return { errorCode, group, state, protocolType, members };
}

const readMember = (reader: WireReader): Buffer =>
  reader.structure(() => {
    reader.string();
    reader.nullableString();
    reader.string();
    reader.string();
    const metadata = bytes(reader);
    bytes(reader);
    return metadata;
  });

/** BYTES and an array of INT8 are the same on the wire. */
const bytes = (reader: WireReader): Buffer => Buffer.from(reader.array((item) => item.int8()));

/**
 * The topics that a member with the protocol type `consumer` subscribed to; undefined when the bytes are something else.
 * ConsumerProtocolSubscription => version INT16, [topics] STRING, …
 */
export function subscribedTopics(metadata: Buffer): readonly string[] | undefined {
  try {
    const reader = new WireReader(metadata, false);
    reader.int16();
    return reader.array((item) => item.string());
  } catch (failure) {
    if (failure instanceof RangeError) return undefined;
    throw failure;
  }
}
