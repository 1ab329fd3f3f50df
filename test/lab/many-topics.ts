import { setTimeout as sleep } from 'node:timers/promises';
import type { KafkaConnection } from '../../lib/adapters/kafka/connection.ts';
import { createTopics } from '../../lib/adapters/kafka/create-topics.ts';
import { describeLogDirs } from '../../lib/adapters/kafka/describe-log-dirs.ts';
import { inChunks } from '../../lib/core/in-chunks.ts';
import { eventually } from './eventually.ts';

export interface ManyTopics {
  readonly topics: number;
  /** Of each topic. */
  readonly partitions: number;
  readonly replicationFactor: number;
}

/** KRaft refuses requests of more than 10,000 records. */
const CREATED_AT_ONCE = 50;

const MAKES_LOGS_WITHIN_MS = 900_000;

/** To look costs a broker that is making logs more than it costs us. */
const BETWEEN_LOOKS_MS = 2_000;

export const namesOf = ({ topics }: ManyTopics): string[] =>
  Array.from({ length: topics }, (_, index) => `topic-${String(index)}`);

/** Makes topics that keep records for seven days, and waits until the brokers have made all logs of them. */
export async function makeTopics(kafka: KafkaConnection, many: ManyTopics): Promise<void> {
  const { partitions, replicationFactor } = many;
  const configs = [{ name: 'retention.ms', value: '604800000' }];
  for (const names of inChunks(namesOf(many), CREATED_AT_ONCE)) {
    const topics = names.map((name) => ({ name, partitions, replicationFactor, assignments: [], configs }));
    const request = { topics, validateOnly: false, timeoutMs: 60_000 };
    const { results } = await kafka.send(createTopics, request, 'controller');
    const refused = results.find(({ errorCode }) => errorCode !== 0);
    if (refused !== undefined) throw new Error(`${refused.name}: ${refused.errorMessage ?? ''}`);
  }
  await eventually(
    `every broker has its part of ${String(many.topics)} topics`,
    () => isMadeEverywhere(kafka, many),
    MAKES_LOGS_WITHIN_MS,
  );
}

/**
 * Brokers learn of thousands of topics long before they have made the logs of them, some do not answer meanwhile, and
 * none has much of a processor left for anything else.
 */
async function isMadeEverywhere(kafka: KafkaConnection, many: ManyTopics): Promise<boolean> {
  await sleep(BETWEEN_LOOKS_MS);
  const { brokers } = await kafka.refresh();
  const made = await Promise.all(brokers.map(({ id }) => replicasOn(kafka, id).catch(() => Number.NaN)));
  const wanted = many.topics * many.partitions * many.replicationFactor;
  return made.reduce((sum, replicas) => sum + replicas, 0) >= wanted;
}

async function replicasOn(kafka: KafkaConnection, broker: number): Promise<number> {
  const { dirs } = await kafka.send(describeLogDirs, { topics: null }, broker);
  return dirs.reduce((sum, { replicas }) => sum + replicas.length, 0);
}
