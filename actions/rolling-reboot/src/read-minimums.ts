import type { Destination, KafkaConnection } from '../../../lib/adapters/kafka/connection.ts';
import { describeConfigs } from '../../../lib/adapters/kafka/describe-configs.ts';
import { errorName } from '../../../lib/adapters/kafka/error-codes.ts';
import { WorldFailure } from '../../../lib/core/world-failure.ts';
import type { BrokerId } from './core/node.ts';

export const MINIMUM = 'min.insync.replicas';

const TOPICS_PER_REQUEST = 200;

/** A broker works on one request of a connection at a time, so several are asked beside each other; this many at most. */
const MOST_BROKERS = 6;

export interface Asking {
  readonly connection: Pick<KafkaConnection, 'send'>;
  /** Those that should be up. */
  readonly brokers: readonly BrokerId[];
}

export interface TopicMinimum {
  readonly minimum: number;
  /** Set for the topic. Otherwise it is what the broker has that answered, which may not be what another one has. */
  readonly isOwn: boolean;
}

/** min.insync.replicas by topic; one that is unknown to the cluster is left out. */
export async function readMinimums(
  { connection, brokers }: Asking,
  topics: readonly string[],
): Promise<ReadonlyMap<string, TopicMinimum>> {
  const minimums = new Map<string, TopicMinimum>();
  let first = 0;
  const work = async (broker: Destination): Promise<void> => {
    while (first < topics.length) {
      const names = topics.slice(first, first + TOPICS_PER_REQUEST);
      first += TOPICS_PER_REQUEST;
      const read = await ask(connection, names, broker);
      for (const [topic, minimum] of read) minimums.set(topic, minimum);
    }
  };
  const asked: readonly Destination[] = brokers.length === 0 ? ['any'] : brokers.slice(0, MOST_BROKERS);
  await Promise.all(asked.map(work));
  return minimums;
}

/** Another broker is asked where this one does not answer. */
async function ask(
  connection: Asking['connection'],
  topics: readonly string[],
  broker: Destination,
): Promise<(readonly [string, TopicMinimum])[]> {
  const resources = topics.map((name) => ({ type: 'topic' as const, name, keys: [MINIMUM] }));
  const answer = connection.send(describeConfigs, { resources }, broker).catch((failure: unknown) => {
    if (broker === 'any' || !(failure instanceof WorldFailure)) throw failure;
    return connection.send(describeConfigs, { resources }, 'any');
  });
  const { results } = await answer;
  return results
    .filter(({ errorCode }) => errorName(errorCode) !== 'UNKNOWN_TOPIC_OR_PARTITION')
    .map(({ name, errorCode, configs }) => {
      const minimum = Number(configs[0]?.value ?? Number.NaN);
      if (errorCode !== 0 || !Number.isSafeInteger(minimum))
        throw new WorldFailure(`DescribeConfigs of topic ${name}: ${errorName(errorCode)}`);
      return [name, { minimum, isOwn: configs[0]?.source === 'DYNAMIC_TOPIC_CONFIG' }] as const;
    });
}
