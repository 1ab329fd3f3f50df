import type { KafkaConnection } from '../../../lib/adapters/kafka/connection.ts';
import { describeConfigs, type DescribedResource } from '../../../lib/adapters/kafka/describe-configs.ts';
import { errorName } from '../../../lib/adapters/kafka/error-codes.ts';
import { incrementalAlterConfigs } from '../../../lib/adapters/kafka/incremental-alter-configs.ts';
import { metadata } from '../../../lib/adapters/kafka/metadata.ts';
import { WorldFailure } from '../../../lib/core/world-failure.ts';
import { type Answer, NO_ANSWER } from './core/judge-answers.ts';
import type { BrokerRates, ThrottleChange, ThrottleView, TopicThrottles } from './core/replica-view.ts';
import { RATE_KEYS, REPLICA_KEYS } from './core/throttle.ts';
import type { TopicName } from './core/topic.ts';
import { ifAnswered } from './if-answered.ts';

const TOPICS_PER_REQUEST = 500;

/** Reads the throttles of brokers and topics; topics that we may not see are left out. */
export async function readThrottles(
  connection: KafkaConnection,
  topics: readonly TopicName[] | 'all',
): Promise<ThrottleView> {
  const { brokers } = await connection.refresh();
  const rates = await Promise.all(brokers.map(({ id }) => ratesOf(connection, id)));
  const known = rates.filter((found) => found !== undefined);
  const told = new Set(known.map(({ broker }) => broker));
  return {
    brokers: known,
    topics: await topicThrottles(connection, topics === 'all' ? await allTopics(connection) : topics),
    silent: brokers.map(({ id }) => id).filter((id) => !told.has(id)),
  };
}

async function allTopics(connection: KafkaConnection): Promise<string[]> {
  const { topics } = await connection.send(metadata, { topics: null }, 'any');
  return topics.map(({ name }) => name);
}

/** A broker tells its own dynamic values only itself. */
async function ratesOf(connection: KafkaConnection, id: number): Promise<BrokerRates | undefined> {
  const resource = { type: 'broker' as const, name: String(id), keys: RATE_KEYS };
  const answer = await ifAnswered(connection.send(describeConfigs, { resources: [resource] }, id));
  const [found] = answer?.results ?? [];
  if (found?.errorCode !== 0) return undefined;
  const [leader = null, follower = null] = RATE_KEYS.map((key) => valueOf(found, key));
  return { broker: id, leader, follower };
}

async function topicThrottles(
  connection: KafkaConnection,
  names: readonly string[],
): Promise<TopicThrottles[]> {
  const throttles: TopicThrottles[] = [];
  for (let from = 0; from < names.length; from += TOPICS_PER_REQUEST) {
    const resources = names
      .slice(from, from + TOPICS_PER_REQUEST)
      .map((name) => ({ type: 'topic' as const, name, keys: REPLICA_KEYS }));
    const { results } = await connection.send(describeConfigs, { resources }, 'any');
    throttles.push(...results.filter(({ errorCode }) => errorCode === 0).map(throttlesOf));
  }
  return throttles;
}

function throttlesOf(found: DescribedResource): TopicThrottles {
  const [leader = null, follower = null] = REPLICA_KEYS.map((key) =>
    valueOf(found, key, 'DYNAMIC_TOPIC_CONFIG'),
  );
  return { topic: found.name, leader, follower };
}

function valueOf({ configs }: DescribedResource, key: string, source?: string): string | null {
  const found = configs.find(({ name }) => name === key);
  return found === undefined || (source !== undefined && found.source !== source) ? null : found.value;
}

/** A broker takes the changes of its own throttles only; those of topics go together. */
export async function alterThrottles(
  connection: KafkaConnection,
  changes: readonly ThrottleChange[],
): Promise<Answer[]> {
  const byPlace = Map.groupBy(changes, ({ type, name }) => (type === 'broker' ? Number(name) : 'controller'));
  const answers = new Map<ThrottleChange, Answer>();
  for (const [to, together] of byPlace) {
    const found = await alter(connection, together, to);
    together.forEach((change, index) => answers.set(change, found[index] ?? NO_ANSWER));
  }
  return changes.map((change) => answers.get(change) ?? NO_ANSWER);
}

async function alter(
  connection: KafkaConnection,
  changes: readonly ThrottleChange[],
  to: number | 'controller',
): Promise<Answer[]> {
  try {
    const request = { resources: changes, validateOnly: false };
    const { results } = await connection.send(incrementalAlterConfigs, request, to);
    return changes.map(({ type, name }) => {
      const own = results.find((result) => result.type === type && result.name === name);
      return own === undefined ? NO_ANSWER : answerOf(own.errorCode, own.errorMessage, { type, name });
    });
  } catch (failure) {
    if (!(failure instanceof WorldFailure)) throw failure;
    return changes.map(() => ({ kind: 'unclear', message: failure.message }));
  }
}

function answerOf(
  errorCode: number,
  errorMessage: string | null,
  { type, name }: Pick<ThrottleChange, 'type' | 'name'>,
): Answer {
  const error = errorName(errorCode);
  const message = errorMessage === null ? error : `${error}: ${errorMessage}`;
  switch (error) {
    case 'NONE':
      return { kind: 'accepted' };
    case 'TOPIC_AUTHORIZATION_FAILED':
    case 'CLUSTER_AUTHORIZATION_FAILED':
      return {
        kind: 'unauthorised',
        needs: `AlterConfigs on ${type === 'topic' ? `Topic:${name}` : 'Cluster:kafka-cluster'}`,
      };
    case 'REQUEST_TIMED_OUT':
    case 'NOT_CONTROLLER':
      return { kind: 'unclear', message };
    default:
      return { kind: 'refused', message };
  }
}
