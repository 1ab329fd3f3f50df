import type { Api } from '../../../lib/adapters/kafka/api.ts';

/** ConsumerGroupHeartbeat (key 68) version 0 (KIP-848): joins a group of the consumer protocol, as a new member. */
export const consumerGroupHeartbeat: Api<
  { readonly group: string; readonly topic: string },
  { readonly errorCode: number }
> = {
  key: 68,
  name: 'ConsumerGroupHeartbeat',
  versions: { min: 0, max: 0 },
  flexibleFrom: 0,
  encode(writer, { group, topic }) {
    writer.string(group).string('').int32(0).string(null).string(null).int32(60_000);
    writer
      .array([topic], (name) => writer.string(name))
      .string(null)
      .array([], () => writer)
      .endStructure();
  },
  decode(reader) {
    reader.int32();
    const errorCode = reader.int16();
    while (reader.remaining > 0) reader.int8();
    return { errorCode };
  },
};
