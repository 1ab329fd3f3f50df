import { type AclOperation, isAuthorized } from '../../../lib/adapters/kafka/authorized-operations.ts';
import type { KafkaConnection } from '../../../lib/adapters/kafka/connection.ts';
import { createTopics } from '../../../lib/adapters/kafka/create-topics.ts';
import { describeCluster } from '../../../lib/adapters/kafka/describe-cluster.ts';
import { describeConfigs } from '../../../lib/adapters/kafka/describe-configs.ts';
import { describeTransactions } from '../../../lib/adapters/kafka/describe-transactions.ts';
import { errorName } from '../../../lib/adapters/kafka/error-codes.ts';
import { metadata, type TopicMetadata } from '../../../lib/adapters/kafka/metadata.ts';
import { WorldFailure } from '../../../lib/core/world-failure.ts';
import type { Reading } from './core/observation.ts';
import type { Kafka } from './ports.ts';
import { newStateTopic, transactionalIdOf } from './state-topic.ts';
import type { KafkaFacts, StateTopicFacts } from './core/kafka-permissions.ts';

const VALIDATE_WITHIN_MS = 15_000;

/** What Kafka says that we may do. Reads, and a topic that is only validated: nothing is changed, and nobody fenced. */
export async function probeKafka(
  connect: () => Promise<KafkaConnection>,
  observer: Kafka,
  topic: string,
): Promise<KafkaFacts | { readonly unreachable: string }> {
  try {
    return await readFacts(await connect(), observer, topic);
  } catch (failure) {
    if (!(failure instanceof WorldFailure)) throw failure;
    return { unreachable: failure.message };
  }
}

async function readFacts(connection: KafkaConnection, observer: Kafka, topic: string): Promise<KafkaFacts> {
  const cluster = await connection.send(describeCluster, { withOperations: true }, 'any');
  const all = await connection.send(metadata, { topics: null, withOperations: true }, 'any');
  const sight = await observer.look([], []);
  const readable = all.topics.filter(({ errorCode }) => !isRefused(errorCode));
  return {
    clusterId: cluster.clusterId,
    onCluster: operationsOf(cluster.operations),
    unreadable: [
      ...problemOf('DescribeQuorum', sight.quorum),
      ...problemOf('ListPartitionReassignments', sight.reassignments),
    ],
    topics: readable.length,
    hiddenTopics: [...(await observer.hiddenTopics([])), ...(await hiddenAtAll(connection))],
    topicsWithoutConfigs: [...withoutConfigs(readable), ...(await configsHiddenAtAll(connection))],
    stateTopic: await readStateTopic(connection, topic),
    transactionalId: await readTransactionalId(connection, transactionalIdOf(cluster.clusterId)),
  };
}

/** A topic that there is not tells whether the principal may see any name, or only those that somebody thought of. */
const NO_TOPIC = 'preflight.no-such-topic';

const OTHERS = ['any topic that is not named in an ACL'];

async function hiddenAtAll(connection: KafkaConnection): Promise<string[]> {
  const { topics } = await connection.send(metadata, { topics: [NO_TOPIC] }, 'any');
  return isRefused(topics[0]?.errorCode) ? OTHERS : [];
}

async function configsHiddenAtAll(connection: KafkaConnection): Promise<string[]> {
  const resource = { type: 'topic' as const, name: NO_TOPIC, keys: ['min.insync.replicas'] };
  const { results } = await connection.send(describeConfigs, { resources: [resource] }, 'any');
  return isRefused(results[0]?.errorCode) ? OTHERS : [];
}

const isRefused = (code = -1): boolean => errorName(code) === 'TOPIC_AUTHORIZATION_FAILED';

const withoutConfigs = (topics: readonly TopicMetadata[]): string[] =>
  topics.filter(({ operations }) => !isAuthorized(operations, 'DescribeConfigs')).map(({ name }) => name);

const problemOf = (call: string, reading: Reading<unknown>): string[] =>
  reading.known ? [] : [`${call}: ${reading.reason}`];

const OPERATIONS: readonly AclOperation[] = [
  'Read',
  'Write',
  'Create',
  'Alter',
  'Describe',
  'DescribeConfigs',
];

const operationsOf = (bits: number): ReadonlySet<AclOperation> =>
  new Set(OPERATIONS.filter((operation) => isAuthorized(bits, operation)));

async function readStateTopic(connection: KafkaConnection, topic: string): Promise<StateTopicFacts> {
  const { topics } = await connection.send(metadata, { topics: [topic], withOperations: true }, 'any');
  const { errorCode = -1, operations = 0 } = topics[0] ?? {};
  const code = errorName(errorCode);
  if (code === 'NONE') return { kind: 'there', may: operationsOf(operations) };
  if (code !== 'UNKNOWN_TOPIC_OR_PARTITION') return { kind: 'unreadable', code };
  return validateCreation(connection, topic);
}

async function validateCreation(connection: KafkaConnection, topic: string): Promise<StateTopicFacts> {
  const wanted = newStateTopic(topic, (await connection.brokers()).length);
  const request = { topics: [wanted], validateOnly: true, timeoutMs: VALIDATE_WITHIN_MS };
  const [result] = (await connection.send(createTopics, request, 'controller')).results;
  const created = errorName(result?.errorCode ?? -1);
  return { kind: 'missing', created, message: result?.errorMessage ?? '' };
}

/** A broker looks at the ACLs before it says whether it is the coordinator, so any of them knows. */
async function readTransactionalId(
  connection: KafkaConnection,
  id: string,
): Promise<KafkaFacts['transactionalId']> {
  const { transactions } = await connection.send(describeTransactions, { transactionalIds: [id] }, 'any');
  return { id, code: errorName(transactions[0]?.errorCode ?? -1) };
}
