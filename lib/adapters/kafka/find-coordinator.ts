import type { Api } from './api.ts';

/*
 * FindCoordinator (key 10) version 3. https://kafka.apache.org/protocol.html#The_Messages_FindCoordinator
 *
 * Request  => key STRING, key_type INT8 (1 is a transactional id)
 * Response => throttle_ms INT32, error INT16, message NULLABLE_STRING, node_id INT32, host STRING, port INT32
 */
export const findCoordinator: Api<{ readonly transactionalId: string }, Coordinator> = {
  key: 10,
  name: 'FindCoordinator',
  versions: { min: 3, max: 3 },
  flexibleFrom: 3,
  encode(writer, { transactionalId }) {
    writer.string(transactionalId).int8(TRANSACTION).endStructure();
  },
  decode(reader) {
    return reader.structure(() => {
      reader.int32();
      return {
        errorCode: reader.int16(),
        errorMessage: reader.message(),
        nodeId: reader.int32(),
        host: reader.string(),
        port: reader.int32(),
      };
    });
  },
};

export interface Coordinator {
  readonly errorCode: number;
  readonly errorMessage: string | null;
  /** -1 when there is an error. */
  readonly nodeId: number;
  readonly host: string;
  readonly port: number;
}

const TRANSACTION = 1;
