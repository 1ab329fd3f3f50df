import type { Api } from './api.ts';
import type { ProducerIdentity } from './init-producer-id.ts';

/*
 * AddPartitionsToTxn (key 24) versions 2 and 3: for one partition. From version 4 it is for brokers.
 * https://kafka.apache.org/protocol.html#The_Messages_AddPartitionsToTxn
 *
 * Request  => transactional_id STRING, producer_id INT64, producer_epoch INT16, [topics]
 *   topics => name STRING, [partition INT32]
 * Response => throttle_ms INT32, [topics]
 *   topics => name STRING, [partitions]
 *   partitions => partition INT32, error INT16
 */
export const addPartitionsToTxn: Api<AddPartitionsToTxnRequest, { readonly errorCode: number }> = {
  key: 24,
  name: 'AddPartitionsToTxn',
  versions: { min: 2, max: 3 },
  flexibleFrom: 3,
  encode(writer, { transactionalId, producer, topic, partition }) {
    writer.string(transactionalId).int64(producer.id).int16(producer.epoch);
    const writePartitions = () => writer.array([partition], (each) => writer.int32(each));
    writer.array([topic], (name) => {
      writer.string(name);
      return writePartitions().endStructure();
    });
    writer.endStructure();
  },
  decode(reader) {
    return reader.structure(() => {
      reader.int32();
      const errorCodes = reader.array(() =>
        reader.structure(() => {
          reader.string();
          return reader.array(() => reader.structure(() => [reader.int32(), reader.int16()]).at(-1) ?? 0);
        }),
      );
      return { errorCode: errorCodes.flat().find((code) => code !== 0) ?? 0 };
    });
  },
};

export interface AddPartitionsToTxnRequest {
  readonly transactionalId: string;
  readonly producer: ProducerIdentity;
  readonly topic: string;
  readonly partition: number;
}
