import type { Api } from './api.ts';
import { int32s, type WireReader } from './wire.ts';

/*
 * DescribeTransactions (key 65) version 0 (KIP-664). https://kafka.apache.org/protocol.html#The_Messages_DescribeTransactions
 *
 * Request  => [transactional_ids STRING]
 * Response => throttle_ms INT32, [states]
 *   states => error INT16, transactional_id STRING, state STRING, timeout_ms INT32, start_time INT64, producer_id INT64,
 *             producer_epoch INT16, [topics]
 *   topics => topic STRING, [partitions] INT32
 */
export const describeTransactions: Api<DescribeTransactionsRequest, DescribeTransactionsResponse> = {
  key: 65,
  name: 'DescribeTransactions',
  versions: { min: 0, max: 0 },
  flexibleFrom: 0,
  encode(writer, { transactionalIds }) {
    writer.array(transactionalIds, (id) => writer.string(id)).endStructure();
  },
  decode(reader) {
    return reader.structure(() => {
      reader.int32();
      return { transactions: reader.array(readTransaction) };
    });
  },
};

/** Reads only; whoever is not the coordinator says so, but after it has looked at the ACLs. */
export interface DescribeTransactionsRequest {
  readonly transactionalIds: readonly string[];
}

export interface DescribeTransactionsResponse {
  readonly transactions: readonly {
    readonly errorCode: number;
    readonly transactionalId: string;
    /** `Empty`, `Ongoing`, `CompleteCommit` and so on; empty when there is an error. */
    readonly state: string;
  }[];
}

const readTransaction = (reader: WireReader): DescribeTransactionsResponse['transactions'][number] =>
  reader.structure(() => {
    const transaction = {
      errorCode: reader.int16(),
      transactionalId: reader.string(),
      state: reader.string(),
    };
    reader.int32();
    reader.int64();
    reader.int64();
    reader.int16();
    reader.array(() => reader.structure(() => [reader.string(), int32s(reader)]));
    return transaction;
  });
