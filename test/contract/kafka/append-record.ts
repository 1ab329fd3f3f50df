import type { KafkaConnection } from '../../../lib/adapters/kafka/connection.ts';
import { atLeader } from '../../../lib/adapters/kafka/partition-leader.ts';

const PATIENCE_MS = 30_000;
/** How long the leader waits for the in-sync replicas before it says REQUEST_TIMED_OUT. */
const REPLICATION_MS = 5_000;

/** Appends one record without a transaction; one whose answer was lost may be there twice. */
export async function appendRecord(
  connection: KafkaConnection,
  record: { readonly topic: string; readonly key: string; readonly value: string },
): Promise<void> {
  const { topic, key, value } = record;
  const messages = [{ key: Buffer.from(key), value: Buffer.from(value) }];
  const request = {
    topicData: [{ topic, partitions: [{ partition: 0, messages }] }],
    acks: -1,
    timeout: REPLICATION_MS,
  };
  await atLeader(connection, { topic, patienceMs: PATIENCE_MS }, (link) =>
    link.use((broker) => broker.produce(request), REPLICATION_MS),
  );
}
