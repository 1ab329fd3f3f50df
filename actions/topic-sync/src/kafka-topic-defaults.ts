import type { KafkaConnection } from '../../../lib/adapters/kafka/connection.ts';
import { type DescribedResource, describeConfigs } from '../../../lib/adapters/kafka/describe-configs.ts';
import { errorName } from '../../../lib/adapters/kafka/error-codes.ts';
import type { TopicDefaults } from './core/topic-defaults.ts';
import { ifAnswered } from './if-answered.ts';
import { RETENTION_KEYS, retentionIn } from './kafka-retention-default.ts';

/** The broker's name of a topic's config: https://kafka.apache.org/documentation/#topicconfigs */
const BROKER_KEYS: Readonly<Record<string, string>> = {
  'cleanup.policy': 'log.cleanup.policy',
  'max.compaction.lag.ms': 'log.cleaner.max.compaction.lag.ms',
  'max.message.bytes': 'message.max.bytes',
  'min.compaction.lag.ms': 'log.cleaner.min.compaction.lag.ms',
  'min.insync.replicas': 'min.insync.replicas',
  'retention.bytes': 'log.retention.bytes',
  'segment.bytes': 'log.segment.bytes',
  'unclean.leader.election.enable': 'unclean.leader.election.enable',
};

/**
 * What topics have without overrides, as far as rules go by it, in one request: of the first broker that answers, as
 * brokers are set up alike.
 */
export async function topicDefaults(connection: KafkaConnection): Promise<TopicDefaults> {
  for (const { id } of await connection.brokers()) {
    const resources = [{ type: 'broker' as const, name: String(id), keys: KEYS }];
    const [told] = (await ifAnswered(connection.send(describeConfigs, { resources }, id)))?.results ?? [];
    if (told !== undefined) return told.errorCode === 0 ? known(told) : refusal(told);
  }
  return { kind: 'unknown', because: 'no broker answered' };
}

const KEYS = [...Object.values(BROKER_KEYS), ...RETENTION_KEYS];

function known({ configs }: DescribedResource): TopicDefaults {
  const told = new Map(configs.map(({ name, value }) => [name, value]));
  const retention = retentionIn(told);
  const found = Object.entries(BROKER_KEYS).map(([name, key]) => [name, told.get(key) ?? null] as const);
  const values = new Map(found.flatMap(([name, value]) => (value === null ? [] : [[name, value] as const])));
  if (retention !== undefined) values.set('retention.ms', String(retention));
  return { kind: 'known', values };
}

function refusal({ errorCode }: DescribedResource): TopicDefaults {
  const error = errorName(errorCode);
  const isRight = error === 'CLUSTER_AUTHORIZATION_FAILED';
  return { kind: 'unknown', because: isRight ? 'needs DescribeConfigs on Cluster:kafka-cluster' : error };
}
