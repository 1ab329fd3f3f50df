import type { Api } from './api.ts';
import type { BrokerAddress } from './metadata.ts';
import type { WireReader } from './wire.ts';

/*
 * DescribeCluster (key 60) versions 0 to 2 (KIP-700, KIP-919, KIP-1073).
 * https://kafka.apache.org/protocol.html#The_Messages_DescribeCluster
 *
 * Request  => operations BOOLEAN, endpoint_type INT8 (from 1), include_fenced BOOLEAN (from 2)
 * Response => throttle_ms INT32, error INT16, message NULLABLE_STRING, endpoint_type INT8 (from 1), cluster_id STRING,
 *             controller_id INT32, [brokers], operations INT32
 *   brokers => id INT32, host STRING, port INT32, rack NULLABLE_STRING, fenced BOOLEAN (from 2)
 */
export const describeCluster: Api<DescribeClusterRequest, ClusterDescription> = {
  key: 60,
  name: 'DescribeCluster',
  versions: { min: 0, max: 2 },
  flexibleFrom: 0,
  encode(writer, { withOperations = false }, version) {
    writer.boolean(withOperations);
    if (version >= 1) writer.int8(BROKER_ENDPOINTS);
    if (version >= 2) writer.boolean(true);
    writer.endStructure();
  },
  decode(reader, version) {
    return reader.structure(() => {
      reader.int32();
      const [errorCode, errorMessage] = [reader.int16(), reader.message()];
      if (version >= 1) reader.int8();
      return {
        errorCode,
        errorMessage,
        clusterId: reader.string(),
        controllerId: reader.int32(),
        brokers: reader.array(() => readBroker(reader, version)),
        operations: reader.int32(),
      };
    });
  },
};

export interface DescribeClusterRequest {
  /** Asks for what the principal may do with the cluster. */
  readonly withOperations?: boolean;
}

export interface ClusterDescription {
  readonly errorCode: number;
  readonly errorMessage: string | null;
  readonly clusterId: string;
  /** In KRaft a random live broker, never the active controller. */
  readonly controllerId: number;
  /** From Kafka 4.0 the fenced brokers too; before that only those that are not fenced. */
  readonly brokers: readonly (BrokerAddress & { readonly fenced: boolean })[];
  /** What the principal may do with it, as a bit field (see authorized-operations.ts). */
  readonly operations: number;
}

const BROKER_ENDPOINTS = 1;

const readBroker = (reader: WireReader, version: number): BrokerAddress & { readonly fenced: boolean } =>
  reader.structure(() => ({
    id: reader.int32(),
    host: reader.string(),
    port: reader.int32(),
    rack: reader.nullableString(),
    fenced: version >= 2 && reader.boolean(),
  }));
