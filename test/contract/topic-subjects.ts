import { kafkaTopicCluster } from '../../actions/topic-sync/src/kafka-topic-cluster.ts';
import type { ObservedTopic } from '../../actions/topic-sync/src/core/topic.ts';
import type { TopicCluster } from '../../actions/topic-sync/src/ports.ts';
import { type Lab, startLab } from '../../lab/lab.ts';
import { KafkaConnection } from '../../lib/adapters/kafka/connection.ts';
import { FakeTopicCluster } from '../fakes/fake-topic-cluster.ts';

/** A cluster that the contract of topics is tried on: three brokers, the second one in a rack of its own. */
export interface Subject extends AsyncDisposable {
  readonly cluster: TopicCluster;
  /** null for the fake, which no process can connect to. */
  readonly lab: Lab | null;
}

/** Brokers, and how topics of two partitions and two replicas are made there. */
export interface RealCluster {
  readonly cluster: TopicCluster;
  readonly lab: Lab;
  readonly create: () => Promise<ObservedTopic>;
}

export const SUBJECTS: readonly (readonly [string, 'in memory' | 'real', () => Promise<Subject>])[] = [
  ['the fake', 'in memory', fake],
  ['Apache Kafka 4.3.1', 'real', (): Promise<Subject> => real('4.3.1')],
  ['Apache Kafka 3.9.2', 'real', (): Promise<Subject> => real('3.9.2')],
];

function fake(): Promise<Subject> {
  const cluster = new FakeTopicCluster();
  for (const [id, broker] of cluster.world.brokers) broker.rack = id === 2 ? 'b' : 'a';
  return Promise.resolve({ cluster, lab: null, [Symbol.asyncDispose]: () => Promise.resolve() });
}

async function real(kafkaVersion: string): Promise<Subject> {
  const lab = await startLab({ kafkaVersion, racks: 2 });
  const connection = await KafkaConnection.open({
    brokers: lab.bootstrapBrokers,
    clientId: 'contract',
    security: { protocol: 'PLAINTEXT' },
  });
  return {
    cluster: kafkaTopicCluster(connection),
    lab,
    async [Symbol.asyncDispose]() {
      await connection[Symbol.asyncDispose]();
      await lab.close();
    },
  };
}

export function labOf({ lab }: Subject): Lab {
  if (lab === null) throw new Error('it is in memory');
  return lab;
}
