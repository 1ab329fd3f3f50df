import type { Destination, KafkaConnection } from '../../../lib/adapters/kafka/connection.ts';
import { type DescribedResource, describeConfigs } from '../../../lib/adapters/kafka/describe-configs.ts';
import { errorName } from '../../../lib/adapters/kafka/error-codes.ts';
import type { ObservedTopic, TopicName } from './core/topic.ts';
import { inChunks } from '../../../lib/core/in-chunks.ts';
import { ifAnswered } from './if-answered.ts';
import { observedConfigs, SeenConfigs } from './observed-configs.ts';

/** Where topics are read from. */
export interface TopicSource {
  readonly connection: KafkaConnection;
  /** What `retention.ms` is without an override; null when it cannot be read. */
  readonly retentionDefault: () => Promise<string | null>;
}

/** A topic's configs, or why they are not known. */
export type Configs = ObservedTopic['config'] | { readonly because: string };

/** An answer has some thousand bytes a topic. */
const TOPICS_PER_REQUEST = 1_000;
/** A connection more is a login more. */
const BROKERS_ASKED = 3;

export interface Asking {
  /** Topics whose override of the retention stays: what is behind it is not asked for. */
  readonly kept?: ReadonlySet<string>;
  /** This broker and no other; several at once, of which any may answer, when it is left out. */
  readonly only?: number;
}

/** The configs of topics that exist. @throws WorldFailure when nobody answers */
export async function readTopicConfigs(
  { connection, retentionDefault }: TopicSource,
  names: readonly TopicName[],
  { kept = new Set(), only }: Asking = {},
): Promise<ReadonlyMap<string, Configs>> {
  const brokers = (await connection.brokers()).slice(0, BROKERS_ASKED);
  const seen = new SeenConfigs();
  const answers = await Promise.all(
    inChunks(names, TOPICS_PER_REQUEST).map(async (chunk, index) => {
      const first = brokers[index % brokers.length]?.id ?? 'any';
      const results = await (only === undefined
        ? describeAnywhere(connection, chunk, first)
        : describe(connection, chunk, only));
      return results.map((result) => [result.name, configsOf(result, seen)] as const);
    }),
  );
  const configs = new Map<string, Configs>();
  for (const [name, found] of answers.flat()) {
    const isWhole = 'because' in found || kept.has(name);
    configs.set(name, isWhole ? found : await withRetention(found, retentionDefault));
  }
  return configs;
}

const configsOf = ({ name, errorCode, configs }: DescribedResource, seen: SeenConfigs): Configs =>
  errorCode === 0 ? observedConfigs(configs, seen) : { because: refusal(name, errorCode) };

/**
 * Every broker can tell: another one is asked when the first choice does not answer, and again about topics that it has
 * not heard of yet, for these exist.
 */
async function describeAnywhere(
  connection: KafkaConnection,
  names: readonly TopicName[],
  first: Destination,
): Promise<readonly DescribedResource[]> {
  const results =
    (await ifAnswered(describe(connection, names, first))) ?? (await describe(connection, names, 'any'));
  const unheard = names.filter((name) => results.some((result) => result.name === name && isUnheard(result)));
  if (unheard.length === 0) return results;
  const told = await fromOthers(connection, unheard);
  return results.map((result) => told.get(result.name) ?? result);
}

const isUnheard = ({ errorCode }: DescribedResource): boolean =>
  errorName(errorCode) === 'UNKNOWN_TOPIC_OR_PARTITION';

async function fromOthers(
  connection: KafkaConnection,
  names: readonly TopicName[],
): Promise<ReadonlyMap<string, DescribedResource>> {
  const told = new Map<string, DescribedResource>();
  for (const { id } of (await connection.brokers()).slice(0, BROKERS_ASKED)) {
    const unheard = names.filter((name) => !told.has(name));
    if (unheard.length === 0) break;
    const results = (await ifAnswered(describe(connection, unheard, id))) ?? [];
    for (const result of results) if (!isUnheard(result)) told.set(result.name, result);
  }
  return told;
}

async function describe(
  connection: KafkaConnection,
  names: readonly TopicName[],
  to: Destination,
): Promise<readonly DescribedResource[]> {
  const resources = names.map((name) => ({ type: 'topic' as const, name, keys: null }));
  return (await connection.send(describeConfigs, { resources }, to)).results;
}

async function withRetention(
  configs: ObservedTopic['config'],
  retentionDefault: TopicSource['retentionDefault'],
): Promise<ObservedTopic['config']> {
  const retention = configs.get('retention.ms');
  if (retention?.inherited !== null) return configs;
  return new Map([...configs, ['retention.ms', { ...retention, inherited: await retentionDefault() }]]);
}

function refusal(name: string, errorCode: number): string {
  const error = errorName(errorCode);
  return error === 'TOPIC_AUTHORIZATION_FAILED' ? `needs DescribeConfigs on Topic:${name}` : error;
}
