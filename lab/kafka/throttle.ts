import type { ConfigResourceType } from '../../lib/adapters/kafka/config-resource.ts';
import { type Destination, KafkaConnection } from '../../lib/adapters/kafka/connection.ts';
import {
  type ConfigOperation,
  incrementalAlterConfigs,
} from '../../lib/adapters/kafka/incremental-alter-configs.ts';
import { metadata } from '../../lib/adapters/kafka/metadata.ts';

const RATE = 'leader.replication.throttled.rate';
const REPLICAS = 'leader.replication.throttled.replicas';

/**
 * Lets brokers that are behind get at most so much from each leader, for every topic that there is now. The leaders
 * hold back, not the followers: one that has just started follows for a moment before it knows of any setting.
 */
export const throttle = (brokers: readonly string[], bytesPerSecond: number): Promise<void> =>
  withCluster(brokers, async (kafka) => {
    const { topics } = await kafka.send(metadata, { topics: null }, 'any');
    const all = { name: REPLICAS, operation: 'set', value: '*' } as const;
    const marked = topics.map(({ name }) => resource('topic', name, all));
    await alter(kafka, marked, 'controller');
    await setRates(kafka, { operation: 'set', value: String(bytesPerSecond) });
  });

/** The topics stay marked: without a rate that says nothing. */
export const unthrottle = (brokers: readonly string[]): Promise<void> =>
  withCluster(brokers, (kafka) => setRates(kafka, { operation: 'delete', value: null }));

/** A broker takes no setting of another one, so each that is up is told itself. */
async function setRates(kafka: KafkaConnection, change: Omit<ConfigOperation, 'name'>): Promise<void> {
  const { brokers } = await kafka.refresh();
  for (const { id } of brokers) {
    await alter(kafka, [resource('broker', String(id), { name: RATE, ...change })], id);
  }
}

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
