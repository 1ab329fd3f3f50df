import { alterPartitionReassignments } from '../../../lib/adapters/kafka/alter-partition-reassignments.ts';
import { ApiUnsupported } from '../../../lib/adapters/kafka/api.ts';
import { isAuthorized } from '../../../lib/adapters/kafka/authorized-operations.ts';
import type { KafkaConnection } from '../../../lib/adapters/kafka/connection.ts';
import { describeCluster } from '../../../lib/adapters/kafka/describe-cluster.ts';
import {
  describeLogDirs,
  type DescribeLogDirsResponse,
} from '../../../lib/adapters/kafka/describe-log-dirs.ts';
import { electLeaders } from '../../../lib/adapters/kafka/elect-leaders.ts';
import { errorName } from '../../../lib/adapters/kafka/error-codes.ts';
import { listPartitionReassignments } from '../../../lib/adapters/kafka/list-partition-reassignments.ts';
import { metadata, type TopicMetadata } from '../../../lib/adapters/kafka/metadata.ts';
import { WorldFailure } from '../../../lib/core/world-failure.ts';
import type { Answer } from './core/judge-answers.ts';
import type { PartitionReplicas } from './core/place-replicas.ts';
import type { BrokerStorage, PartitionName, ReplicaTopic, ReplicaView } from './core/replica-view.ts';
import type { TopicName } from './core/topic.ts';
import { alterThrottles, readThrottles } from './kafka-throttles.ts';
import type { ReplicaCluster } from './ports.ts';

/** How long the controller may work on one request, in milliseconds. */
const TIMEOUT_MS = 30_000;

export const kafkaReplicas = (connection: KafkaConnection): ReplicaCluster => ({
  mayReassign: () => mayReassign(connection),
  replicas: (topics) => readReplicas(connection, topics),
  load: () => readLoad(connection),
  storage: (topics) => readStorage(connection, topics),
  throttles: (topics) => readThrottles(connection, topics),
  alterThrottles: (changes) => alterThrottles(connection, changes),
  reassign: (moves) => reassign(connection, moves),
  electPreferred: (partitions) => electPreferred(connection, partitions),
});

/** There is no validateOnly for reassignments: what the brokers offer and what they allow us is all that they tell. */
async function mayReassign(connection: KafkaConnection): Promise<Answer> {
  const offered = await connection.withLink('any', (link) =>
    Promise.resolve(link.versionsOf(alterPartitionReassignments.key)),
  );
  if (offered === undefined)
    return { kind: 'refused', message: 'they do not have AlterPartitionReassignments' };
  const { operations } = await connection.send(describeCluster, { withOperations: true }, 'any');
  const missing = (['Alter', 'AlterConfigs', 'DescribeConfigs'] as const).filter(
    (right) => !isAuthorized(operations, right),
  );
  if (missing.length === 0) return { kind: 'accepted' };
  return { kind: 'unauthorised', needs: `${missing.join(' and ')} on Cluster:kafka-cluster` };
}

async function readReplicas(connection: KafkaConnection, names: readonly TopicName[]): Promise<ReplicaView> {
  const [seen, running] = await Promise.all([
    connection.send(metadata, { topics: names }, 'any'),
    connection.send(listPartitionReassignments, {}, 'controller'),
  ]);
  if (running.errorCode !== 0) {
    throw new WorldFailure(`The running reassignments cannot be listed: ${errorName(running.errorCode)}.`);
  }
  const found = seen.topics.filter(({ errorCode }) => errorCode === 0);
  return {
    brokers: seen.brokers.map(({ id, rack }) => ({ id, rack })),
    topics: new Map(found.map((topic) => [topic.name as TopicName, replicaTopic(topic)])),
    running: running.reassignments,
  };
}

async function readLoad(connection: KafkaConnection): Promise<Map<number, number>> {
  const { topics } = await connection.send(metadata, { topics: null }, 'any');
  const counts = new Map<number, number>();
  for (const { replicas } of topics.flatMap(({ partitions }) => partitions)) {
    for (const id of replicas) counts.set(id, (counts.get(id) ?? 0) + 1);
  }
  return counts;
}

const replicaTopic = ({ topicId, partitions }: TopicMetadata): ReplicaTopic => ({
  id: topicId,
  partitions: partitions
    .map(({ partition, replicas, leader, isr }): PartitionReplicas => ({
      partition,
      replicas,
      leader,
      inSync: isr,
    }))
    .sort((a, b) => a.partition - b.partition),
});

async function readStorage(
  connection: KafkaConnection,
  names: readonly TopicName[],
): Promise<BrokerStorage[]> {
  const { brokers, topics } = await connection.send(metadata, { topics: names }, 'any');
  const asked = topics.map(({ name, partitions }) => ({
    topic: name,
    partitions: partitions.map(({ partition }) => partition),
  }));
  return Promise.all(
    brokers.map(async ({ id: broker }) => {
      try {
        return storageOf(broker, await connection.send(describeLogDirs, { topics: asked }, broker));
      } catch (failure) {
        if (!(failure instanceof WorldFailure)) throw failure;
        return { kind: 'unknown', broker, because: failure.message };
      }
    }),
  );
}

function storageOf(broker: number, { errorCode, dirs }: DescribeLogDirsResponse): BrokerStorage {
  const error = errorName(errorCode);
  if (error === 'CLUSTER_AUTHORIZATION_FAILED') {
    return { kind: 'unknown', broker, because: 'needs Describe on Cluster:kafka-cluster' };
  }
  // A folder that fails is offline, and nothing is placed there.
  const good = dirs.filter((dir) => dir.errorCode === 0);
  if (error !== 'NONE' || good.length === 0) {
    return { kind: 'unknown', broker, because: error === 'NONE' ? 'it shows no folder' : error };
  }
  const rooms = good.map(({ usableBytes }) => usableBytes);
  const replicas = good
    .flatMap((dir) => dir.replicas)
    .filter(({ future }) => !future)
    .map(({ topic, partition, size }) => ({ topic, partition, bytes: Number(size) }));
  // Which folder gets a replica is the broker's choice, by number of replicas and not by room.
  const usableBytes = rooms.includes(null) ? null : Math.min(...rooms.map(Number));
  return { kind: 'known', broker, usableBytes, replicas };
}

async function reassign(
  connection: KafkaConnection,
  partitions: readonly (PartitionName & { readonly replicas: readonly number[] | null })[],
): Promise<Answer[]> {
  const all = (answer: Answer): Answer[] => partitions.map(() => answer);
  try {
    const request = { partitions, timeoutMs: TIMEOUT_MS };
    const answer = await connection.send(alterPartitionReassignments, request, 'controller');
    if (answer.errorCode !== 0) return all(answerOf(answer));
    return partitions.map(({ topic, partition }) => {
      const own = answer.results.find((each) => each.topic === topic && each.partition === partition);
      return own === undefined
        ? { kind: 'unclear', message: 'the controller did not answer for it' }
        : answerOf(own);
    });
  } catch (failure) {
    if (failure instanceof ApiUnsupported) return all({ kind: 'refused', message: failure.message });
    // It may have arrived and begun: only looking can tell.
    if (failure instanceof WorldFailure) return all({ kind: 'unclear', message: failure.message });
    throw failure;
  }
}

function answerOf(result: { readonly errorCode: number; readonly errorMessage: string | null }): Answer {
  const error = errorName(result.errorCode);
  const message = result.errorMessage === null ? error : `${error}: ${result.errorMessage}`;
  switch (error) {
    case 'NONE':
      return { kind: 'accepted' };
    case 'CLUSTER_AUTHORIZATION_FAILED':
      return { kind: 'unauthorised', needs: 'Alter on Cluster:kafka-cluster' };
    case 'REQUEST_TIMED_OUT':
    case 'NOT_CONTROLLER':
      return { kind: 'unclear', message };
    default:
      return { kind: 'refused', message };
  }
}

async function electPreferred(
  connection: KafkaConnection,
  partitions: readonly PartitionName[],
): Promise<string[]> {
  if (partitions.length === 0) return [];
  const topics = [...Map.groupBy(partitions, ({ topic }) => topic)].map(([topic, together]) => ({
    topic,
    partitions: together.map(({ partition }) => partition),
  }));
  const answer = await connection.send(electLeaders, { topics, timeoutMs: TIMEOUT_MS }, 'controller');
  if (answer.errorCode !== 0) return [errorName(answer.errorCode)];
  return answer.results
    .map(({ topic, partition, errorCode }) => ({
      where: `${topic}-${String(partition)}`,
      error: errorName(errorCode),
    }))
    .filter(({ error }) => error !== 'NONE' && error !== 'ELECTION_NOT_NEEDED')
    .map(({ where, error }) => `${where}: ${error}`);
}
