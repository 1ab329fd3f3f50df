import { addPartitionsToTxn } from '../../../lib/adapters/kafka/add-partitions-to-txn.ts';
import { alterPartitionReassignments } from '../../../lib/adapters/kafka/alter-partition-reassignments.ts';
import type { Api } from '../../../lib/adapters/kafka/api.ts';
import { consumerGroupDescribe } from '../../../lib/adapters/kafka/consumer-group-describe.ts';
import { createPartitions } from '../../../lib/adapters/kafka/create-partitions.ts';
import { createTopics } from '../../../lib/adapters/kafka/create-topics.ts';
import { deleteTopics } from '../../../lib/adapters/kafka/delete-topics.ts';
import { describeCluster } from '../../../lib/adapters/kafka/describe-cluster.ts';
import { describeConfigs } from '../../../lib/adapters/kafka/describe-configs.ts';
import { describeGroups } from '../../../lib/adapters/kafka/describe-groups.ts';
import { describeLogDirs } from '../../../lib/adapters/kafka/describe-log-dirs.ts';
import { describeQuorum } from '../../../lib/adapters/kafka/describe-quorum.ts';
import { describeTransactions } from '../../../lib/adapters/kafka/describe-transactions.ts';
import { electLeaders } from '../../../lib/adapters/kafka/elect-leaders.ts';
import { endTxn } from '../../../lib/adapters/kafka/end-txn.ts';
import { findCoordinator } from '../../../lib/adapters/kafka/find-coordinator.ts';
import { incrementalAlterConfigs } from '../../../lib/adapters/kafka/incremental-alter-configs.ts';
import { initProducerId, NO_PRODUCER } from '../../../lib/adapters/kafka/init-producer-id.ts';
import { listGroups } from '../../../lib/adapters/kafka/list-groups.ts';
import { EARLIEST, END, listOffsets, NEWEST } from '../../../lib/adapters/kafka/list-offsets.ts';
import { listPartitionReassignments } from '../../../lib/adapters/kafka/list-partition-reassignments.ts';
import { metadata } from '../../../lib/adapters/kafka/metadata.ts';
import { offsetFetch } from '../../../lib/adapters/kafka/offset-fetch.ts';

/** An API with its types forgotten, so that different ones fit into one list. */
export type AnyApi = Api<unknown, unknown>;

export interface Exchange {
  readonly api: AnyApi;
  readonly request: unknown;
}

const exchange = <Request>(api: Api<Request, unknown>, request: Request): Exchange => ({
  api: api as AnyApi,
  request,
});

const timeoutMs = 10_000;
const transactionalId = 'recorder';
/** Two groups of one coordinator: their names have the same hash, as Java counts, modulo the lab's 6 partitions of __consumer_offsets. */
export const CLASSIC_GROUP = 'classic-1';
export const CONSUMER_GROUP = 'consumer-5';
const askAt = (timestamp: bigint, partition: number) => ({ partition, timestamp });
const UNKNOWN_PRODUCER = { id: 4711n, epoch: 2 };

/** What is recorded, in this order: each exchange finds what those before it have made. */
export const EXCHANGES: readonly Exchange[] = [
  exchange(createTopics, {
    topics: [
      {
        name: 'orders',
        partitions: 2,
        replicationFactor: 3,
        assignments: [],
        configs: [{ name: 'retention.ms', value: '3600000' }],
      },
      {
        name: 'placed',
        partitions: -1,
        replicationFactor: -1,
        assignments: [{ partition: 0, replicas: [2, 1] }],
        configs: [],
      },
      { name: 'too-wide', partitions: 1, replicationFactor: 9, assignments: [], configs: [] },
      { name: 'bad name!', partitions: 1, replicationFactor: 1, assignments: [], configs: [] },
    ],
    validateOnly: false,
    timeoutMs,
  }),
  exchange(metadata, { topics: null }),
  exchange(metadata, { topics: ['orders', 'missing'] }),
  exchange(metadata, { topics: ['orders', 'missing'], withOperations: true }),
  exchange(describeCluster, {}),
  exchange(describeCluster, { withOperations: true }),
  exchange(describeTransactions, { transactionalIds: ['recorder', 'missing'] }),
  exchange(describeQuorum, {}),
  exchange(incrementalAlterConfigs, {
    resources: [
      {
        type: 'topic',
        name: 'orders',
        operations: [
          { name: 'max.message.bytes', operation: 'set', value: '2000000' },
          { name: 'cleanup.policy', operation: 'append', value: 'compact' },
          { name: 'retention.ms', operation: 'delete', value: null },
        ],
      },
      {
        type: 'topic',
        name: 'missing',
        operations: [{ name: 'retention.ms', operation: 'set', value: '1' }],
      },
      {
        type: 'topic',
        name: 'placed',
        operations: [{ name: 'retention.ms', operation: 'set', value: 'soon' }],
      },
    ],
    validateOnly: false,
  }),
  exchange(describeConfigs, {
    resources: [
      { type: 'topic', name: 'orders', keys: ['retention.ms', 'cleanup.policy', 'max.message.bytes'] },
      { type: 'topic', name: 'missing', keys: null },
      { type: 'broker', name: '1', keys: ['log.retention.ms', 'ssl.keystore.password', 'node.id'] },
    ],
  }),
  exchange(createPartitions, {
    topics: [
      { name: 'orders', count: 3, assignments: null },
      { name: 'placed', count: 1, assignments: null },
      { name: 'missing', count: 3, assignments: [[1], [2]] },
    ],
    validateOnly: true,
    timeoutMs,
  }),
  exchange(electLeaders, {
    topics: [
      { topic: 'orders', partitions: [0, 99] },
      { topic: 'missing', partitions: [0] },
    ],
    timeoutMs,
  }),
  exchange(listPartitionReassignments, {}),
  exchange(alterPartitionReassignments, {
    partitions: [
      { topic: 'orders', partition: 0, replicas: [1, 9] },
      { topic: 'orders', partition: 1, replicas: null },
      { topic: 'missing', partition: 0, replicas: [1] },
    ],
    timeoutMs,
  }),
  exchange(describeLogDirs, {
    topics: [
      { topic: 'orders', partitions: [0, 1, 99] },
      { topic: 'missing', partitions: [0] },
    ],
  }),
  exchange(describeLogDirs, { topics: null }),
  exchange(findCoordinator, { transactionalId }),
  exchange(initProducerId, { transactionalId, transactionTimeoutMs: 60_000, producer: NO_PRODUCER }),
  exchange(addPartitionsToTxn, {
    transactionalId,
    producer: UNKNOWN_PRODUCER,
    topic: 'orders',
    partition: 0,
  }),
  exchange(endTxn, { transactionalId, producer: UNKNOWN_PRODUCER, commit: true }),
  exchange(listGroups, {}),
  exchange(describeGroups, { groups: ['missing'] }),
  exchange(consumerGroupDescribe, { groups: ['missing'] }),
  exchange(offsetFetch, { groups: ['missing'] }),
  exchange(listOffsets, {
    topics: [
      { topic: 'orders', partitions: [NEWEST, EARLIEST, 1n].map(askAt) },
      { topic: 'missing', partitions: [END].map(askAt) },
    ],
  }),
  exchange(deleteTopics, { topicIds: ['AAAAAAAAAAAAAAAAAAAAEQ'], timeoutMs }),
];

/** What is asked of the broker that coordinates the groups of the recording. */
export const OF_GROUPS: readonly Exchange[] = [
  exchange(listGroups, {}),
  exchange(describeGroups, { groups: [CLASSIC_GROUP] }),
  exchange(consumerGroupDescribe, { groups: [CONSUMER_GROUP] }),
  exchange(offsetFetch, { groups: [CLASSIC_GROUP, CONSUMER_GROUP] }),
];

/** The broker that the reassignment of the recording waits for, being stopped. */
export const ADDED_BROKER = 3;

export function apiByName(name: string): AnyApi {
  const found = EXCHANGES.find(({ api }) => api.name === name);
  if (!found) throw new Error(`${name} is in a recording and not among the exchanges: record again`);
  return found.api;
}
