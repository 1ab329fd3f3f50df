import type { Api } from './api.ts';

/*
 * ListGroups (key 16) versions 4 to 5. https://kafka.apache.org/protocol.html#The_Messages_ListGroups
 *
 * Request  => [states] STRING (none: all), [types] STRING (from 5; none: all)
 * Response => throttle_ms INT32, error INT16,
 *             [groups] => group STRING, protocol_type STRING, state STRING, type STRING (from 5)
 *
 * A broker lists the groups that it coordinates, and of these only the ones that the principal may describe.
 */
export const listGroups: Api<object, ListGroupsResponse> = {
  key: 16,
  name: 'ListGroups',
  versions: { min: 4, max: 5 },
  flexibleFrom: 3,
  encode(writer, _request, version) {
    writer.array([], () => writer);
    if (version >= 5) writer.array([], () => writer);
    writer.endStructure();
  },
  decode(reader, version) {
    return reader.structure(() => {
      reader.int32();
      const errorCode = reader.int16();
      const groups = reader.array(() =>
        reader.structure(() => ({
          group: reader.string(),
          protocolType: reader.string(),
          state: reader.string(),
          type: version >= 5 ? reader.string().toLowerCase() : 'classic',
        })),
      );
      return { errorCode, groups };
    });
  },
};

export interface ListGroupsResponse {
  readonly errorCode: number;
  readonly groups: readonly ListedGroup[];
}

export interface ListedGroup {
  readonly group: string;
  /** `consumer`, `connect`, …; empty for a group that only commits. */
  readonly protocolType: string;
  /** Kafka's name, such as `Stable` or `Empty`. */
  readonly state: string;
  /** `classic`, `consumer` (KIP-848), `share`, `streams`. */
  readonly type: string;
}
