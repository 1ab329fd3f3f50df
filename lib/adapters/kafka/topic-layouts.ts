import type { Api } from './api.ts';
import {
  metadata,
  type MetadataRequest,
  type MetadataResponse,
  readMetadata,
  readTopicWith,
  type TopicMetadata,
} from './metadata.ts';
import { int32s, type WireReader } from './wire.ts';

/** Metadata of which nothing is kept that differs from partition to partition: there may be a hundred thousand. */
export const topicLayouts: Api<MetadataRequest, MetadataResponse<TopicLayout>> = {
  ...metadata,
  decode: (reader, version) => readMetadata(reader, version, readTopic),
};

export interface TopicLayout extends Pick<TopicMetadata, 'errorCode' | 'name' | 'topicId' | 'internal'> {
  /** How many replicas each partition has, by its number. */
  readonly replicas: readonly number[];
}

const readTopic = (reader: WireReader, version: number): TopicLayout => {
  const { errorCode, name, topicId, internal, partitions } = readTopicWith(reader, version, readReplicas);
  return { errorCode, name, topicId, internal, replicas: partitions };
};

function readReplicas(reader: WireReader): number[] {
  const counts: number[] = [];
  reader.array(() => {
    reader.structure(() => {
      reader.int16();
      const partition = reader.int32();
      reader.int32();
      reader.int32();
      counts[partition] = int32s(reader).length;
      int32s(reader);
      int32s(reader);
    });
  });
  // Closes the gap of a partition that was not told.
  return Object.values(counts);
}
