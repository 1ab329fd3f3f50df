import type { BrokerLink } from './broker-link.ts';
import type { KafkaConnection } from './connection.ts';
import { atLeader, PartitionFailed } from './partition-leader.ts';
import { recordAt } from './topic-log.ts';

/** A killed broker keeps its partitions until its session ends, 9 s by default, and some more. */
const PATIENCE_MS = 30_000;
/** How long the leader waits for the in-sync replicas before it says REQUEST_TIMED_OUT. */
const REPLICATION_MS = 5_000;

/**
 * Writes a record to a topic of one partition, waits until all in-sync replicas have it, and reads that very record
 * back; gives its offset. Where an answer was lost it is written again.
 */
export const roundTrip = (connection: KafkaConnection, topic: string, text: string): Promise<bigint> =>
  atLeader(connection, { topic, patienceMs: PATIENCE_MS }, async (link) => {
    const offset = await write(link, topic, text);
    const read = await recordAt(link, topic, offset);
    if (read?.value === text) return offset;
    throw new PartitionFailed(topic, {
      message: `what was written at offset ${String(offset)} is not read back`,
    });
  });

async function write(link: BrokerLink, topic: string, text: string): Promise<bigint> {
  const messages = [{ key: null, value: Buffer.from(text) }];
  const topicData = [{ topic, partitions: [{ partition: 0, messages }] }];
  const request = { topicData, acks: -1, timeout: REPLICATION_MS };
  const answer = (await link.use((broker) => broker.produce(request), REPLICATION_MS)) as Produced;
  const offset = answer.topics[0]?.partitions[0]?.baseOffset;
  if (offset === undefined) throw new Error(`Produce answered without partition 0 of ${topic}`);
  return BigInt(offset);
}

/** What kafkajs decodes. */
interface Produced {
  readonly topics: readonly { readonly partitions: readonly { readonly baseOffset: string }[] }[];
}
