import { setTimeout as sleep } from 'node:timers/promises';
import { WorldFailure } from '../../core/world-failure.ts';
import type { BrokerLink } from './broker-link.ts';
import type { KafkaConnection } from './connection.ts';
import { isUnanswered } from './connection-failures.ts';
import { errorName, isRetriable } from './error-codes.ts';
import { metadata } from './metadata.ts';

/** The only partition of a topic could not be written or read. */
export class PartitionFailed extends WorldFailure {
  /** Kafka's name for the reason, such as NOT_ENOUGH_REPLICAS; undefined when the broker did not answer. */
  readonly errorName: string | undefined;

  constructor(topic: string, why: { errorName?: string; message: string }, options?: ErrorOptions) {
    super(`topic ${topic}, partition 0: ${why.message}`, options);
    this.name = 'PartitionFailed';
    this.errorName = why.errorName;
  }
}

/** How long a topic may be unknown: brokers learn of a new one a moment later than its creator. */
const UNKNOWN_TOPIC_PATIENCE_MS = 5_000;
const PAUSE_MS = 250;
/** A read that started below the first offset that is kept starts anew. */
const OFFSET_OUT_OF_RANGE = 1;

/**
 * Does `work` at the leader of the topic's only partition, again and again while the failure is one that passes: a
 * leader that moves, too few in-sync replicas, a broker that is down. So `work` may be done more than once.
 */
export async function atLeader<T>(
  connection: KafkaConnection,
  at: { readonly topic: string; readonly patienceMs: number },
  work: (link: BrokerLink) => Promise<T>,
): Promise<T> {
  const start = performance.now();
  for (;;) {
    try {
      return await connection.withLink(await leaderOf(connection, at.topic), work);
    } catch (failure) {
      const patienceMs = Math.min(patienceWith(failure), at.patienceMs);
      if (performance.now() - start >= patienceMs) throw named(at.topic, failure);
    }
    await sleep(PAUSE_MS);
  }
}

async function leaderOf(connection: KafkaConnection, topic: string): Promise<number> {
  const { topics } = await connection.send(metadata, { topics: [topic] }, 'any');
  const { errorCode, partitions } = topics[0] ?? { errorCode: UNKNOWN_TOPIC, partitions: [] };
  if (errorCode !== 0) throw new ErrorCode(errorCode);
  if (partitions.length !== 1) {
    const count = String(partitions.length);
    throw new PartitionFailed(topic, {
      message: `it has ${count} partitions. Give a topic with one partition.`,
    });
  }
  const leader = partitions[0]?.leader ?? NO_LEADER;
  if (leader < 0) throw new ErrorCode(LEADER_NOT_AVAILABLE);
  return leader;
}

const NO_LEADER = -1;
const UNKNOWN_TOPIC = 3;
const LEADER_NOT_AVAILABLE = 5;

/** An error code of Metadata, in the shape of kafkajs's own. */
class ErrorCode extends Error {
  readonly code: number;

  constructor(code: number) {
    super(errorName(code));
    this.name = 'ErrorCode';
    this.code = code;
  }
}

function patienceWith(failure: unknown): number {
  const code = codeOf(failure);
  if (code === UNKNOWN_TOPIC) return UNKNOWN_TOPIC_PATIENCE_MS;
  const passes =
    code === undefined ? isUnanswered(failure) : isRetriable(code) || code === OFFSET_OUT_OF_RANGE;
  return passes ? Number.POSITIVE_INFINITY : 0;
}

const codeOf = (failure: unknown): number | undefined =>
  failure instanceof Error && 'code' in failure && typeof failure.code === 'number'
    ? failure.code
    : undefined;

function named(topic: string, failure: unknown): unknown {
  const code = codeOf(failure);
  if (code !== undefined) {
    const name = errorName(code);
    return new PartitionFailed(
      topic,
      { errorName: name, message: `${name}. ${fixOf(name)}` },
      { cause: failure },
    );
  }
  if (!isUnanswered(failure)) return failure;
  return new PartitionFailed(topic, { message: 'its leader did not answer' }, { cause: failure });
}

function fixOf(name: string): string {
  if (name === 'UNKNOWN_TOPIC_OR_PARTITION') return 'Create it with one partition, or check its name.';
  if (name.endsWith('AUTHORIZATION_FAILED')) return 'Allow this principal to Describe, Read and Write it.';
  if (name.startsWith('NOT_ENOUGH_REPLICAS'))
    return 'Bring brokers back until min.insync.replicas of its replicas run.';
  return 'Look at the log of the brokers that hold it.';
}
