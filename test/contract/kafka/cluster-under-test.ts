import { setTimeout as sleep } from 'node:timers/promises';
import { expect } from '@jest/globals';
import { KafkaConnection } from '../../../lib/adapters/kafka/connection.ts';
import { createTopics, type NewTopic } from '../../../lib/adapters/kafka/create-topics.ts';
import { metadata, type MetadataResponse } from '../../../lib/adapters/kafka/metadata.ts';
import type { KafkaSettings } from '../../../lib/adapters/kafka/settings.ts';
import { type Lab, startLab } from '../../../lab/lab.ts';

/** A lab and a connection to it, both for a whole suite. */
export class ClusterUnderTest implements AsyncDisposable {
  readonly lab: Lab;
  readonly connection: KafkaConnection;
  #topics = 0;

  private constructor(lab: Lab, connection: KafkaConnection) {
    this.lab = lab;
    this.connection = connection;
  }

  static async start(kafkaVersion: string): Promise<ClusterUnderTest> {
    const lab = await startLab({ kafkaVersion });
    return new ClusterUnderTest(lab, await KafkaConnection.open(settingsFor(lab.bootstrapBrokers)));
  }

  /** Creates a topic of its own for a test, and waits until every broker knows it. */
  async topic(wanted: Partial<NewTopic>): Promise<string> {
    this.#topics += 1;
    const name = `topic-${String(this.#topics)}`;
    const topic = { name, partitions: 1, replicationFactor: 3, assignments: [], configs: [], ...wanted };
    const request = { topics: [topic], validateOnly: false, timeoutMs: 10_000 };
    const { results } = await this.connection.send(createTopics, request, 'controller');
    expect(results).toMatchObject([{ name, errorCode: 0 }]);
    for (const { nodeId } of this.lab.nodes) await this.until(nodeId, name, (seen) => leaderOf(seen) >= 0);
    return name;
  }

  /** Asks one broker about a topic until the answer is as wanted. */
  async until(
    to: number | 'any',
    topic: string,
    wanted: (seen: MetadataResponse) => boolean,
  ): Promise<MetadataResponse> {
    const deadline = Date.now() + 30_000;
    for (;;) {
      const seen = await this.connection.send(metadata, { topics: [topic] }, to);
      if (wanted(seen)) return seen;
      if (Date.now() > deadline) throw new Error(`still ${JSON.stringify(seen)}`);
      await sleep(50);
    }
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.connection[Symbol.asyncDispose]();
    await this.lab.close();
  }
}

export const settingsFor = (brokers: readonly string[]): KafkaSettings => ({
  brokers,
  clientId: 'contract',
  security: { protocol: 'PLAINTEXT' },
});

/** The leader of the first partition of the first topic; -1 when there is none. */
export const leaderOf = ({ topics }: MetadataResponse): number => topics[0]?.partitions[0]?.leader ?? -1;
