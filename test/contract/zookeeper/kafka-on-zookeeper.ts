import { createTopics } from '../../../lib/adapters/kafka/create-topics.ts';
import { KafkaConnection } from '../../../lib/adapters/kafka/connection.ts';
import { metadata } from '../../../lib/adapters/kafka/metadata.ts';
import type { Lab } from '../../../lab/lab.ts';

export const openKafka = (lab: Lab): Promise<KafkaConnection> =>
  KafkaConnection.open({
    brokers: lab.bootstrapBrokers,
    clientId: 'contract',
    security: { protocol: 'PLAINTEXT' },
  });

/** The error code that a broker answers with, or the controller. */
export async function createTopic(
  kafka: KafkaConnection,
  name: string,
  to: 'controller' | number,
): Promise<number | undefined> {
  const topic = { name, partitions: 6, replicationFactor: 3, assignments: [], configs: [] };
  const request = { topics: [topic], validateOnly: false, timeoutMs: 10_000 };
  return (await kafka.send(createTopics, request, to)).results[0]?.errorCode;
}

/** How many replicas of a topic are in sync, by one broker; 0 while it does not answer or does not know the topic. */
export async function inSync(kafka: KafkaConnection, topic: string, by: number): Promise<number> {
  const seen = await kafka.send(metadata, { topics: [topic] }, by).catch(() => undefined);
  const partitions = seen?.topics.flatMap((each) => each.partitions) ?? [];
  return partitions.reduce((sum, { isr }) => sum + isr.length, 0);
}
