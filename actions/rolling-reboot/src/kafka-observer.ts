import type { KafkaConnection } from '../../../lib/adapters/kafka/connection.ts';
import { describeConfigs } from '../../../lib/adapters/kafka/describe-configs.ts';
import { describeQuorum } from '../../../lib/adapters/kafka/describe-quorum.ts';
import { electLeaders } from '../../../lib/adapters/kafka/elect-leaders.ts';
import { errorName } from '../../../lib/adapters/kafka/error-codes.ts';
import { listPartitionReassignments } from '../../../lib/adapters/kafka/list-partition-reassignments.ts';
import { metadata, type TopicMetadata } from '../../../lib/adapters/kafka/metadata.ts';
import { WorldFailure } from '../../../lib/core/world-failure.ts';
import { brokerId, type BrokerId } from './core/node.ts';
import {
  type BrokerView,
  known,
  type KraftQuorum,
  type Reading,
  type Reassignment,
  type SilentBroker,
  unknown,
} from './core/observation.ts';
import type { Kafka, KafkaSight } from './ports.ts';

const TOPICS_PER_REQUEST = 200;
const NAMES_PER_REQUEST = 1_000;
const ELECTION_TIMEOUT_MS = 15_000;
const INTERNAL_TOPICS = ['__consumer_offsets', '__transaction_state'];

/** The cluster as its brokers and its quorum describe it. `connect` is asked again until it succeeds once. */
export function kafkaObserver(connect: () => Promise<KafkaConnection>): Kafka {
  return {
    look: (observers) => look(connect, observers),
    advertisedHosts: () => advertisedHosts(connect),
    hiddenTopics: async (expected) => hiddenAmong(await connect(), [...INTERNAL_TOPICS, ...expected]),
    electPreferredLeaders: async () => electPreferred(await connect()),
  };
}

async function hiddenAmong(connection: KafkaConnection, names: readonly string[]): Promise<string[]> {
  const hidden: string[] = [];
  for (let first = 0; first < names.length; first += NAMES_PER_REQUEST) {
    const { topics } = await connection.send(
      metadata,
      { topics: names.slice(first, first + NAMES_PER_REQUEST) },
      'any',
    );
    const refused = topics.filter(({ errorCode }) => errorName(errorCode) === 'TOPIC_AUTHORIZATION_FAILED');
    hidden.push(...refused.map(({ name }) => name));
  }
  return hidden;
}

async function advertisedHosts(connect: () => Promise<KafkaConnection>): Promise<Map<BrokerId, string>> {
  try {
    const { brokers } = await (await connect()).refresh();
    return new Map(brokers.map(({ id, host }) => [brokerId(id), host]));
  } catch (failure) {
    if (!(failure instanceof WorldFailure)) throw failure;
    return new Map();
  }
}

async function look(
  connect: () => Promise<KafkaConnection>,
  observers: readonly BrokerId[],
): Promise<KafkaSight> {
  let connection: KafkaConnection;
  try {
    connection = await connect();
  } catch (failure) {
    return blind(observers, reasonOf(failure));
  }
  const [answers, quorum, reassignments] = await Promise.all([
    Promise.all(observers.map((observer) => ask(connection, observer))),
    reading(() => readQuorum(connection)),
    reading(() => readReassignments(connection)),
  ]);
  const views = answers.filter((answer) => 'partitions' in answer);
  const silent = answers.filter((answer) => 'reason' in answer);
  const topics = [...new Set(views.flatMap(({ partitions }) => partitions.map(({ topic }) => topic)))];
  return {
    views,
    silent,
    quorum,
    reassignments,
    minInSyncReplicas: await reading(() => readMinimums(connection, topics)),
  };
}

const blind = (observers: readonly BrokerId[], reason: string): KafkaSight => ({
  views: [],
  silent: observers.map((observer) => ({ observer, reason })),
  quorum: unknown(reason),
  reassignments: unknown(reason),
  minInSyncReplicas: unknown(reason),
});

/** Only what the world refuses is unknown; a bug stays a bug. */
async function reading<T>(read: () => Promise<T>): Promise<Reading<T>> {
  try {
    return known(await read());
  } catch (failure) {
    return unknown(reasonOf(failure));
  }
}

function reasonOf(failure: unknown): string {
  if (failure instanceof WorldFailure) return failure.message;
  throw failure;
}

async function ask(connection: KafkaConnection, observer: BrokerId): Promise<BrokerView | SilentBroker> {
  try {
    const { brokers, clusterId, controllerId, topics } = await connection.send(
      metadata,
      { topics: null },
      observer,
    );
    return {
      observer,
      clusterId: clusterId ?? '',
      registered: brokers.map(({ id }) => id),
      partitions: topics.flatMap((topic) =>
        topic.partitions.map((partition) => ({ ...partition, topic: topic.name })),
      ),
      unreadable: topics.filter(({ errorCode }) => errorCode !== 0).map(unreadable),
      controller: controllerId,
    };
  } catch (failure) {
    return { observer, reason: reasonOf(failure) };
  }
}

const unreadable = ({ name, errorCode }: TopicMetadata): BrokerView['unreadable'][number] => ({
  topic: name,
  error: errorName(errorCode),
});

async function readQuorum(connection: KafkaConnection): Promise<KraftQuorum> {
  const { errorCode, leaderId, voters } = await connection.send(describeQuorum, {}, 'any');
  if (errorCode !== 0) throw new WorldFailure(`DescribeQuorum: ${errorName(errorCode)}`);
  const leadersTime = voters.find(({ id }) => id === leaderId)?.lastCaughtUpTimestamp ?? -1;
  return {
    kind: 'kraft',
    leader: leaderId,
    voters: voters.map(({ id, lastCaughtUpTimestamp: time }) => ({
      id,
      behind: id === leaderId ? 0 : time < 0 || leadersTime < 0 ? undefined : Math.max(0, leadersTime - time),
    })),
  };
}

async function readReassignments(connection: KafkaConnection): Promise<readonly Reassignment[]> {
  const { errorCode, reassignments } = await connection.send(listPartitionReassignments, {}, 'controller');
  if (errorCode !== 0) throw new WorldFailure(`ListPartitionReassignments: ${errorName(errorCode)}`);
  return reassignments;
}

async function readMinimums(
  connection: KafkaConnection,
  topics: readonly string[],
): Promise<ReadonlyMap<string, number>> {
  const minimums = new Map<string, number>();
  for (let first = 0; first < topics.length; first += TOPICS_PER_REQUEST) {
    const resources = topics
      .slice(first, first + TOPICS_PER_REQUEST)
      .map((name) => ({ type: 'topic' as const, name, keys: ['min.insync.replicas'] }));
    const { results } = await connection.send(describeConfigs, { resources }, 'any');
    for (const { name, errorCode, configs } of results) {
      if (errorName(errorCode) === 'UNKNOWN_TOPIC_OR_PARTITION') continue;
      const minimum = Number(configs[0]?.value ?? Number.NaN);
      if (errorCode !== 0 || !Number.isSafeInteger(minimum)) {
        throw new WorldFailure(`DescribeConfigs of topic ${name}: ${errorName(errorCode)}`);
      }
      minimums.set(name, minimum);
    }
  }
  return minimums;
}

async function electPreferred(connection: KafkaConnection): Promise<string[]> {
  const request = { topics: null, timeoutMs: ELECTION_TIMEOUT_MS };
  const { errorCode, results } = await connection.send(electLeaders, request, 'controller');
  if (errorCode !== 0) return [`preferred leaders were not elected: ${errorName(errorCode)}`];
  return results
    .filter((result) => result.errorCode !== 0 && errorName(result.errorCode) !== 'ELECTION_NOT_NEEDED')
    .slice(0, 5)
    .map(({ topic, partition, ...result }) => {
      const why = result.errorMessage ?? errorName(result.errorCode);
      return `${topic}-${String(partition)} keeps its leader: ${why}`;
    });
}
