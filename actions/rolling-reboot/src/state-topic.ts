import type { KafkaConnection } from '../../../lib/adapters/kafka/connection.ts';
import { createTopics, type NewTopic } from '../../../lib/adapters/kafka/create-topics.ts';
import { errorName } from '../../../lib/adapters/kafka/error-codes.ts';
import { findTopic } from '../../../lib/adapters/kafka/find-topic.ts';
import { FencedLog } from '../../../lib/adapters/kafka/fenced-log.ts';
import { readAll } from '../../../lib/adapters/kafka/topic-log.ts';
import { WorldFailure } from '../../../lib/core/world-failure.ts';
import { readRecords } from './core/read-records.ts';
import type { Ledger, Log } from './ports.ts';
import { KEEPS, refuseForgetful } from './refuse-forgetful.ts';

const REPLICATION_FACTOR = 3;
const CREATE_TIMEOUT_MS = 15_000;

/** Longer than one append may take, and within the brokers' default of transaction.max.timeout.ms. */
const TRANSACTION_TIMEOUT_MS = 120_000;

/** A killed coordinator is replaced within 9 to 13 s; longer than that stopped nodes do not wait to be started. */
const FENCES_WITHIN_MS = 20_000;

/** The ledger in a topic of one partition, keyed by cycle. Preparing it fences the run that wrote it before. */
export function stateTopic(
  connect: () => Promise<KafkaConnection>,
  topic: string,
  { warning: warn }: Pick<Log, 'warning'>,
): Ledger {
  let told: string | undefined;
  let log: Promise<FencedLog> | undefined;
  // Once only: a run that was fenced must not fence the one that took over.
  const open = (patienceMs?: number): Promise<FencedLog> =>
    (log ??= connect()
      .then((connection) => openLog(connection, topic, patienceMs))
      .catch((failure: unknown) => {
        log = undefined;
        throw failure;
      }));
  return {
    fence: async () => {
      await open(FENCES_WITHIN_MS);
    },
    prepare: async () => {
      const connection = await connect();
      if (await exists(connection, topic)) await refuseForgetful(connection, topic);
      else await create(connection, topic);
      await open();
    },
    read: async () => {
      const connection = await connect();
      if (!(await exists(connection, topic))) return [];
      const { records, warning } = readRecords(await readAll(connection, topic));
      // It is read several times in a run.
      if (warning !== undefined && warning !== told) warn(warning);
      told = warning;
      return [...records];
    },
    append: async (record) => (await open()).append({ key: record.cycle, value: JSON.stringify(record) }),
  };
}

export const transactionalIdOf = (clusterId: string): string => `rolling-reboot-${clusterId}`;

async function openLog(connection: KafkaConnection, topic: string, patienceMs?: number): Promise<FencedLog> {
  const { clusterId } = await connection.refresh();
  const transactionalId = transactionalIdOf(clusterId ?? '');
  const settings = { topic, transactionalId, transactionTimeoutMs: TRANSACTION_TIMEOUT_MS };
  return FencedLog.open(connection, settings, patienceMs);
}

async function exists(connection: KafkaConnection, topic: string): Promise<boolean> {
  const finding = await findTopic(connection, topic);
  if (finding !== 'hidden') return finding === 'found';
  throw new WorldFailure(
    `The principal may not see the state topic ${topic}. Give it Describe, Read, Write and Create on it.`,
  );
}

export function newStateTopic(topic: string, brokers: number): NewTopic {
  const replicationFactor = Math.min(REPLICATION_FACTOR, brokers);
  const configs = {
    ...KEEPS,
    'compression.type': 'uncompressed',
    'min.insync.replicas': String(Math.max(1, replicationFactor - 1)),
  };
  return {
    name: topic,
    partitions: 1,
    replicationFactor,
    assignments: [],
    configs: Object.entries(configs).map(([name, value]) => ({ name, value })),
  };
}

async function create(connection: KafkaConnection, topic: string): Promise<void> {
  const wanted = newStateTopic(topic, (await connection.brokers()).length);
  const request = { topics: [wanted], validateOnly: false, timeoutMs: CREATE_TIMEOUT_MS };
  const [result] = (await connection.send(createTopics, request, 'controller')).results;
  const code = errorName(result?.errorCode ?? -1);
  if (code === 'NONE' || code === 'TOPIC_ALREADY_EXISTS') return;
  throw new WorldFailure(
    `The state topic ${topic} could not be created: ${code}: ${result?.errorMessage ?? 'no reason given'}.`,
  );
}
