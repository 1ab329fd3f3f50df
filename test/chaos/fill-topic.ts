import { randomBytes } from 'node:crypto';
import { Partitioners } from 'kafkajs';
import { calmKafka } from '../../lab/calm-kafka.ts';
import type { Lab } from '../../lab/lab.ts';

const MEGABYTE = 1_000_000;

/** Writes so many megabytes, spread over the topic's partitions, so that a broker that is away has much to catch up. */
export async function fillTopic(lab: Lab, topic: string, megabytes: number): Promise<void> {
  const kafka = calmKafka(lab.bootstrapBrokers, 'filler');
  const producer = kafka.producer({ createPartitioner: Partitioners.DefaultPartitioner });
  await producer.connect();
  const value = randomBytes(MEGABYTE / 2);
  for (let sent = 0; sent < megabytes; sent += 1) {
    // Without a key each record goes to the next partition.
    await producer.send({ topic, acks: -1, messages: [{ value }, { value }] });
  }
  await producer.disconnect();
}
