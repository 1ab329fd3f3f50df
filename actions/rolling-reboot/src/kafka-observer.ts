import type { KafkaConnection } from '../../../lib/adapters/kafka/connection.ts';
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
import { InheritedMinimum } from './inherited-minimum.ts';
import { type Asking, readMinimums, type TopicMinimum } from './read-minimums.ts';

const NAMES_PER_REQUEST = 1_000;
const ELECTION_TIMEOUT_MS = 15_000;
const INTERNAL_TOPICS = ['__consumer_offsets', '__transaction_state'];

/** What is asked of a connection. */
export type Asked = Pick<KafkaConnection, 'send' | 'refresh'>;
type Connect = () => Promise<Asked>;

/** The cluster as its brokers and its quorum describe it. `connect` is asked again until it succeeds once. */
export function kafkaObserver(connect: Connect): Kafka {
  let before: Before = { topics: [], members: new Set(), inherited: new InheritedMinimum() };
  return {
    look: async (observers, brokers) => {
      const sight = await look(connect, { observers, brokers }, before);
      const { views } = sight;
      if (views.length > 0) before = { ...before, topics: topicsOf(views), members: membersOf(views) };
      return sight;
    },
    advertisedHosts: () => advertisedHosts(connect),
    hiddenTopics: async (expected) => hiddenAmong(await connect(), [...INTERNAL_TOPICS, ...expected]),
    electPreferredLeaders: async () => electPreferred(await connect()),
  };
}

async function hiddenAmong(connection: Asked, names: readonly string[]): Promise<string[]> {
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

async function advertisedHosts(connect: Connect): Promise<Map<BrokerId, string>> {
  try {
    const { brokers } = await (await connect()).refresh();
    return new Map(brokers.map(({ id, host }) => [brokerId(id), host]));
  } catch (failure) {
    if (!(failure instanceof WorldFailure)) throw failure;
    return new Map();
  }
}

interface Audience {
  readonly observers: readonly BrokerId[];
  readonly brokers: readonly BrokerId[];
}

/** What is known from the look before. */
interface Before {
  readonly topics: readonly string[];
  readonly members: ReadonlySet<number>;
  readonly inherited: InheritedMinimum;
}

/**
 * What decides about a stop is read last: the minimums of the topics that are known come first, then the views, then
 * the minimums of topics that are new. In a cluster of 10,000 topics they are fifty requests, and change once in a while.
 */
async function look(
  connect: Connect,
  { observers, brokers }: Audience,
  { topics, members, inherited }: Before,
): Promise<KafkaSight> {
  let connection: Asked;
  try {
    connection = await connect();
  } catch (failure) {
    return blind(observers, reasonOf(failure));
  }
  const asking = { connection, brokers: observers };
  const early = await reading(() => readMinimums(asking, topics));
  // Nobody waits for a broker that is no member.
  const asked = brokers.filter((broker) => observers.includes(broker) || members.has(broker));
  const [answers, quorum, reassignments] = await Promise.all([
    Promise.all(observers.map((observer) => ask(connection, observer))),
    reading(() => readQuorum(connection)),
    reading(() => readReassignments(connection)),
    inherited.ask({ connection, brokers: asked }),
  ]);
  const views = answers.filter((answer) => 'partitions' in answer);
  const silent = answers.filter((answer) => 'reason' in answer);
  const now = membersOf(views);
  const live = brokers.filter((broker) => now.has(broker));
  await inherited.ask({ connection, brokers: live.filter((broker) => !asked.includes(broker)) });
  const minInSyncReplicas = await reading(async () =>
    inherited.applyTo(await addNew(early, topicsOf(views), asking), live),
  );
  return { views, silent, quorum, reassignments, minInSyncReplicas };
}

const topicsOf = (views: readonly BrokerView[]): string[] => [
  ...new Set(views.flatMap(({ partitions }) => partitions.map(({ topic }) => topic))),
];

/** Who is a member for somebody. */
const membersOf = (views: readonly BrokerView[]): ReadonlySet<number> =>
  new Set(views.flatMap(({ registered }) => registered));

/** What could not be read early is read now. */
async function addNew(
  early: Reading<ReadonlyMap<string, TopicMinimum>>,
  topics: readonly string[],
  asking: Asking,
): Promise<ReadonlyMap<string, TopicMinimum>> {
  const before = early.known ? early.value : new Map<string, TopicMinimum>();
  const fresh = topics.filter((topic) => !before.has(topic));
  return fresh.length === 0 ? before : new Map([...before, ...(await readMinimums(asking, fresh))]);
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

async function ask(connection: Asked, observer: BrokerId): Promise<BrokerView | SilentBroker> {
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

async function readQuorum(connection: Asked): Promise<KraftQuorum> {
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

async function readReassignments(connection: Asked): Promise<readonly Reassignment[]> {
  const { errorCode, reassignments } = await connection.send(listPartitionReassignments, {}, 'controller');
  if (errorCode !== 0) throw new WorldFailure(`ListPartitionReassignments: ${errorName(errorCode)}`);
  return reassignments;
}

async function electPreferred(connection: Asked): Promise<string[]> {
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
