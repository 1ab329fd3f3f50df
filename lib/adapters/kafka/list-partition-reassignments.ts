import type { Api } from './api.ts';
import { int32s, type WireReader } from './wire.ts';

/*
 * ListPartitionReassignments (key 46) version 0 (KIP-455).
 * https://kafka.apache.org/protocol.html#The_Messages_ListPartitionReassignments
 *
 * Request  => timeout_ms INT32, [topics]?
 * Response => throttle_ms INT32, error INT16, message NULLABLE_STRING, [topics]
 *   topics => name STRING, [partitions]
 *   partitions => partition INT32, [replicas], [adding], [removing] INT32
 */
export const listPartitionReassignments: Api<object, ReassignmentList> = {
  key: 46,
  name: 'ListPartitionReassignments',
  versions: { min: 0, max: 0 },
  flexibleFrom: 0,
  worksForMs: () => TIMEOUT_MS,
  encode(writer) {
    writer.int32(TIMEOUT_MS).array(null, NOTHING).endStructure();
  },
  decode(reader) {
    return reader.structure(() => {
      reader.int32();
      return {
        errorCode: reader.int16(),
        errorMessage: reader.message(),
        reassignments: reader.array(readTopic).flat(),
      };
    });
  },
};

export interface ReassignmentList {
  readonly errorCode: number;
  readonly errorMessage: string | null;
  readonly reassignments: readonly Reassignment[];
}

/** A reassignment that runs. */
export interface Reassignment {
  readonly topic: string;
  readonly partition: number;
  /** Now, those that are added or removed included. */
  readonly replicas: readonly number[];
  readonly adding: readonly number[];
  readonly removing: readonly number[];
}

const TIMEOUT_MS = 4_000;
const NOTHING = (): void => undefined;

const readTopic = (reader: WireReader): Reassignment[] =>
  reader.structure(() => {
    const topic = reader.string();
    return reader.array(() =>
      reader.structure(() => ({
        topic,
        partition: reader.int32(),
        replicas: int32s(reader),
        adding: int32s(reader),
        removing: int32s(reader),
      })),
    );
  });
