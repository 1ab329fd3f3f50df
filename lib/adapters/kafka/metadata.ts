import type { Api } from './api.ts';
import { int32s, type WireReader } from './wire.ts';

/*
 * Metadata (key 3) versions 9 to 12. https://kafka.apache.org/protocol.html#The_Messages_Metadata
 *
 * Request  => [topics]? allow_auto_topic_creation BOOLEAN, cluster_operations BOOLEAN (to 10), topic_operations BOOLEAN
 *   topics => topic_id UUID (from 10), name NULLABLE_STRING
 * Response => throttle_ms INT32, [brokers], cluster_id NULLABLE_STRING, controller_id INT32, [topics],
 *             cluster_operations INT32 (to 10)
 *   brokers => id INT32, host STRING, port INT32, rack NULLABLE_STRING
 *   topics => error INT16, name NULLABLE_STRING, topic_id UUID (from 10), internal BOOLEAN, [partitions], operations INT32
 *   partitions => error INT16, partition INT32, leader INT32, leader_epoch INT32, [replicas], [isr], [offline]
 */
export const metadata: Api<MetadataRequest, MetadataResponse> = {
  key: 3,
  name: 'Metadata',
  versions: { min: 9, max: 12 },
  flexibleFrom: 9,
  encode(writer, { topics, withOperations = false }, version) {
    writer.array(topics, (name) => {
      if (version >= 10) writer.uuid(NO_TOPIC_ID);
      return writer.string(name).endStructure();
    });
    writer.boolean(false);
    if (version <= 10) writer.boolean(false);
    writer.boolean(withOperations).endStructure();
  },
  decode: (reader, version) => readMetadata(reader, version, readTopic),
};

export interface MetadataRequest {
  /** null asks for all topics that we may see, an empty list for none. */
  readonly topics: readonly string[] | null;
  /** Asks for what the principal may do with each topic. */
  readonly withOperations?: boolean;
}

export interface MetadataResponse<Topic = TopicMetadata> {
  /** The brokers that are registered and not fenced, as the broker that answers sees them. */
  readonly brokers: readonly BrokerAddress[];
  readonly clusterId: string | null;
  /** In KRaft a random live broker, never the active controller; -1 when there is none. */
  readonly controllerId: number;
  readonly topics: readonly Topic[];
}

export interface BrokerAddress {
  readonly id: number;
  readonly host: string;
  readonly port: number;
  readonly rack: string | null;
}

export interface TopicMetadata {
  readonly errorCode: number;
  readonly name: string;
  /** Base64url, as Kafka prints it; all zero before Kafka 2.8. */
  readonly topicId: string;
  readonly internal: boolean;
  readonly partitions: readonly PartitionMetadata[];
  /** What the principal may do with it, as a bit field (see authorized-operations.ts). */
  readonly operations: number;
}

export interface PartitionMetadata {
  readonly errorCode: number;
  readonly partition: number;
  /** A broker's id; -1 when the partition has no leader. */
  readonly leader: number;
  readonly leaderEpoch: number;
  readonly replicas: readonly number[];
  readonly isr: readonly number[];
  readonly offlineReplicas: readonly number[];
}

const NO_TOPIC_ID = 'AAAAAAAAAAAAAAAAAAAAAA';

const readBroker = (reader: WireReader): BrokerAddress =>
  reader.structure(() => ({
    id: reader.int32(),
    host: reader.string(),
    port: reader.int32(),
    rack: reader.nullableString(),
  }));

/** `readOne` reads one topic of the answer. */
export const readMetadata = <Topic>(
  reader: WireReader,
  version: number,
  readOne: (reader: WireReader, version: number) => Topic,
): MetadataResponse<Topic> =>
  reader.structure(() => {
    reader.int32();
    const response = {
      brokers: reader.array(readBroker),
      clusterId: reader.nullableString(),
      controllerId: reader.int32(),
      topics: reader.array(() => readOne(reader, version)),
    };
    if (version <= 10) reader.int32();
    return response;
  });

/** `readPartitions` reads all that is said of one topic's partitions. */
export const readTopicWith = <Partitions>(
  reader: WireReader,
  version: number,
  readPartitions: (reader: WireReader) => Partitions,
): Omit<TopicMetadata, 'partitions'> & { readonly partitions: Partitions } =>
  reader.structure(() => ({
    errorCode: reader.int16(),
    name: reader.nullableString() ?? '',
    topicId: version >= 10 ? reader.uuid() : NO_TOPIC_ID,
    internal: reader.boolean(),
    partitions: readPartitions(reader),
    operations: reader.int32(),
  }));

const readTopic = (reader: WireReader, version: number): TopicMetadata =>
  readTopicWith(reader, version, () => reader.array(readPartition));

const readPartition = (reader: WireReader): PartitionMetadata =>
  reader.structure(() => ({
    errorCode: reader.int16(),
    partition: reader.int32(),
    leader: reader.int32(),
    leaderEpoch: reader.int32(),
    replicas: int32s(reader),
    isr: int32s(reader),
    offlineReplicas: int32s(reader),
  }));
