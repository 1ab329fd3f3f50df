import type { Certificate } from '../../actions/rolling-reboot/src/core/safety.ts';
import { KafkaConnection } from '../../lib/adapters/kafka/connection.ts';
import { createTopics } from '../../lib/adapters/kafka/create-topics.ts';
import { metadata } from '../../lib/adapters/kafka/metadata.ts';
import { readAll } from '../../lib/adapters/kafka/topic-log.ts';
import type { Lab } from '../../lab/lab.ts';

/** Our own connection to the lab's cluster, to prepare it and to look at it beside the action. */
export async function withKafka<T>(lab: Lab, work: (kafka: KafkaConnection) => Promise<T>): Promise<T> {
  const settings = {
    brokers: lab.bootstrapBrokers,
    clientId: 'test',
    security: { protocol: 'PLAINTEXT' },
  } as const;
  await using kafka = await KafkaConnection.open(settings);
  return await work(kafka);
}

export async function createTopic(lab: Lab, name: string, partitions: number): Promise<void> {
  const topics = [{ name, partitions, replicationFactor: 3, assignments: [], configs: [] }];
  await withKafka(lab, async (kafka) => {
    const { results } = await kafka.send(
      createTopics,
      { topics, validateOnly: false, timeoutMs: 10_000 },
      'controller',
    );
    const [result] = results;
    if (result?.errorCode !== 0) throw new Error(`topic ${name}: ${result?.errorMessage ?? 'not created'}`);
  });
}

/** Partitions that lack a replica, by one broker. */
export const underReplicated = (lab: Lab): Promise<number> =>
  withKafka(lab, async (kafka) => {
    const { topics } = await kafka.send(metadata, { topics: null }, 'any');
    return topics
      .flatMap(({ partitions }) => partitions)
      .filter(({ isr, replicas }) => isr.length < replicas.length).length;
  });

export interface StateRecord {
  readonly state: string;
  readonly cycle: string;
  readonly node?: string;
  /** Of a node that is about to be stopped. */
  readonly certificate?: Certificate;
}

export const stateRecords = (lab: Lab, topic: string): Promise<StateRecord[]> =>
  withKafka(lab, async (kafka) =>
    (await readAll(kafka, topic)).map(({ value }) => JSON.parse(value) as StateRecord),
  );
