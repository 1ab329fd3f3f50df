import type { KafkaConnection } from '../../../lib/adapters/kafka/connection.ts';
import { describeLogDirs } from '../../../lib/adapters/kafka/describe-log-dirs.ts';
import { errorName } from '../../../lib/adapters/kafka/error-codes.ts';
import { metadata } from '../../../lib/adapters/kafka/metadata.ts';
import { inChunks } from '../../../lib/core/in-chunks.ts';
import { WorldFailure } from '../../../lib/core/world-failure.ts';
import type { HiddenTopics } from './core/other-topics.ts';

const TOPICS_PER_REQUEST = 10_000;

/**
 * Metadata leaves out topics that we may not describe, without a word. The brokers tell what is on their disks to
 * whoever may describe the cluster, whatever topics he may see.
 */
export async function hiddenTopics(
  connection: KafkaConnection,
  listed: readonly string[],
): Promise<HiddenTopics> {
  const known = new Set(listed);
  try {
    const { brokers } = await connection.refresh();
    const held = await Promise.all(brokers.map(({ id }) => topicsOf(connection, id)));
    const hidden = [...new Set(held.flat())].filter((name) => !known.has(name));
    return { kind: 'known', names: await refusedTo(connection, hidden.sort()) };
  } catch (failure) {
    if (!(failure instanceof WorldFailure)) throw failure;
    return { kind: 'unknown', because: failure.message };
  }
}

async function topicsOf(connection: KafkaConnection, broker: number): Promise<string[]> {
  const { errorCode, dirs } = await connection.send(describeLogDirs, { topics: null }, broker);
  if (errorName(errorCode) === 'CLUSTER_AUTHORIZATION_FAILED' || dirs.length === 0) {
    throw new WorldFailure('that needs Describe on Cluster:kafka-cluster.');
  }
  if (errorCode !== 0) throw new WorldFailure(`Broker ${String(broker)} says ${errorName(errorCode)}.`);
  const silent = dirs.find((dir) => dir.errorCode !== 0);
  if (silent !== undefined) {
    throw new WorldFailure(`A folder of broker ${String(broker)} says ${errorName(silent.errorCode)}.`);
  }
  return dirs.flatMap(({ replicas }) => replicas.map(({ topic }) => topic));
}

/** A topic that was made or deleted meanwhile is not hidden. */
async function refusedTo(connection: KafkaConnection, names: readonly string[]): Promise<string[]> {
  const refused: string[] = [];
  for (const chunk of inChunks(names, TOPICS_PER_REQUEST)) {
    const { topics } = await connection.send(metadata, { topics: chunk }, 'any');
    const isRefused = (code: number): boolean => errorName(code) === 'TOPIC_AUTHORIZATION_FAILED';
    refused.push(...topics.filter(({ errorCode }) => isRefused(errorCode)).map(({ name }) => name));
  }
  return refused;
}
