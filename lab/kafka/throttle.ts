import type { ConfigResourceType } from '../../lib/adapters/kafka/config-resource.ts';
import { type Destination, KafkaConnection } from '../../lib/adapters/kafka/connection.ts';
import {
  type ConfigOperation,
  incrementalAlterConfigs,
} from '../../lib/adapters/kafka/incremental-alter-configs.ts';
import { metadata } from '../../lib/adapters/kafka/metadata.ts';

const RATE = 'follower.replication.throttled.rate';
const REPLICAS = 'follower.replication.throttled.replicas';

/** Lets a broker catch up at most so fast when it is behind, for every topic that there is now. */
export const throttle = (brokers: readonly string[], broker: number, bytesPerSecond: number): Promise<void> =>
  withCluster(brokers, async (kafka) => {
    const { topics } = await kafka.send(metadata, { topics: null }, 'any');
    const all = { name: REPLICAS, operation: 'set', value: '*' } as const;
    await alter(
      kafka,
      topics.map(({ name }) => resource('topic', name, all)),
      'controller',
    );
    await setRate(kafka, broker, { operation: 'set', value: String(bytesPerSecond) });
  });

/** The topics stay marked: without a rate that says nothing. */
export const unthrottle = (brokers: readonly string[], broker: number): Promise<void> =>
  withCluster(brokers, (kafka) => setRate(kafka, broker, { operation: 'delete', value: null }));

/** A broker takes no setting of another one, so this one must be up; it keeps the rate through a restart. */
const setRate = (
  kafka: KafkaConnection,
  broker: number,
  change: Omit<ConfigOperation, 'name'>,
): Promise<void> => alter(kafka, [resource('broker', String(broker), { name: RATE, ...change })], broker);

async function withCluster(
  brokers: readonly string[],
  work: (kafka: KafkaConnection) => Promise<void>,
): Promise<void> {
  const settings = { brokers, clientId: 'lab', security: { protocol: 'PLAINTEXT' } } as const;
  await using kafka = await KafkaConnection.open(settings);
  await work(kafka);
}

const resource = (type: ConfigResourceType, name: string, operation: ConfigOperation) => ({
  type,
  name,
  operations: [operation],
});

async function alter(
  kafka: KafkaConnection,
  resources: readonly ReturnType<typeof resource>[],
  to: Destination,
): Promise<void> {
  const request = { resources, validateOnly: false };
  const { results } = await kafka.send(incrementalAlterConfigs, request, to);
  const failed = results.find(({ errorCode }) => errorCode !== 0);
  if (failed !== undefined) throw new Error(`${failed.name}: ${failed.errorMessage ?? 'not altered'}`);
}
