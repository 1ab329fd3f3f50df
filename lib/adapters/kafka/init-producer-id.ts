import type { Api } from './api.ts';

/*
 * InitProducerId (key 22) versions 3 and 4 (KIP-360; from 4 a fenced producer is told PRODUCER_FENCED).
 * https://kafka.apache.org/protocol.html#The_Messages_InitProducerId
 *
 * Request  => transactional_id NULLABLE_STRING, timeout_ms INT32, producer_id INT64, producer_epoch INT16
 * Response => throttle_ms INT32, error INT16, producer_id INT64, producer_epoch INT16
 */
export const initProducerId: Api<InitProducerIdRequest, InitProducerIdResponse> = {
  key: 22,
  name: 'InitProducerId',
  versions: { min: 3, max: 4 },
  flexibleFrom: 2,
  encode(writer, { transactionalId, transactionTimeoutMs, producer }) {
    writer.string(transactionalId).int32(transactionTimeoutMs);
    writer.int64(producer.id).int16(producer.epoch).endStructure();
  },
  decode(reader) {
    return reader.structure(() => {
      reader.int32();
      return { errorCode: reader.int16(), producer: { id: reader.int64(), epoch: reader.int16() } };
    });
  },
};

/** Who writes: of all that held the id, only the one with the newest epoch may. */
export interface ProducerIdentity {
  readonly id: bigint;
  readonly epoch: number;
}

/** Asks for an identity whatever there was before, and fences its holder. */
export const NO_PRODUCER: ProducerIdentity = { id: -1n, epoch: -1 };

export interface InitProducerIdRequest {
  readonly transactionalId: string;
  readonly transactionTimeoutMs: number;
  /** The holder asks for its own next epoch, and is refused when another one took over; or `NO_PRODUCER`. */
  readonly producer: ProducerIdentity;
}

export interface InitProducerIdResponse {
  readonly errorCode: number;
  readonly producer: ProducerIdentity;
}
