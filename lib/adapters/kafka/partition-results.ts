import type { WireReader } from './wire.ts';

/** What became of one partition of a request about many. */
export interface PartitionResult {
  readonly topic: string;
  readonly partition: number;
  readonly errorCode: number;
  readonly errorMessage: string | null;
}

/** topics => topic STRING, [partitions] => partition INT32, error INT16, message NULLABLE_STRING */
export const readPartitionResults = (reader: WireReader): PartitionResult[] => reader.array(readTopic).flat();

const readTopic = (reader: WireReader): PartitionResult[] =>
  reader.structure(() => {
    const topic = reader.string();
    return reader.array(() =>
      reader.structure(() => ({
        topic,
        partition: reader.int32(),
        errorCode: reader.int16(),
        errorMessage: reader.message(),
      })),
    );
  });
