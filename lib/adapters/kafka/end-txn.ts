import type { Api } from './api.ts';
import type { ProducerIdentity } from './init-producer-id.ts';

/*
 * EndTxn (key 26) versions 2 and 3. Version 5 would change the epoch at each end (KIP-890).
 * https://kafka.apache.org/protocol.html#The_Messages_EndTxn
 *
 * Request  => transactional_id STRING, producer_id INT64, producer_epoch INT16, committed BOOLEAN
 * Response => throttle_ms INT32, error INT16
 */
export const endTxn: Api<EndTxnRequest, { readonly errorCode: number }> = {
  key: 26,
  name: 'EndTxn',
  versions: { min: 2, max: 3 },
  flexibleFrom: 3,
  encode(writer, { transactionalId, producer, commit }) {
    writer.string(transactionalId).int64(producer.id).int16(producer.epoch).boolean(commit).endStructure();
  },
  decode(reader) {
    return reader.structure(() => {
      reader.int32();
      return { errorCode: reader.int16() };
    });
  },
};

export interface EndTxnRequest {
  readonly transactionalId: string;
  readonly producer: ProducerIdentity;
  /** false aborts. */
  readonly commit: boolean;
}
