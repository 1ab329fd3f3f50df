import { beforeEach, describe, expect, test } from '@jest/globals';
import { describeConfigs } from '../../../lib/adapters/kafka/describe-configs.ts';
import { FakeConnection } from '../../../test/fakes/fake-connection.ts';
import { brokerId } from './core/node.ts';
import { kafkaObserver } from './kafka-observer.ts';
import type { Kafka } from './ports.ts';

const BROKERS = [1, 2, 3].map(brokerId);
const TOPICS = Array.from({ length: 1_100 }, (_, index) => `topic-${String(index)}`);

let connection: FakeConnection;
let kafka: Kafka;

beforeEach(() => {
  connection = new FakeConnection(BROKERS, TOPICS);
  kafka = kafkaObserver(() => Promise.resolve(connection));
});

describe('looks at a cluster of many topics', () => {
  test('the minimums of all are known, from the first look on', async () => {
    for (const times of [1, 2]) {
      const { minInSyncReplicas } = await kafka.look(BROKERS);
      expect({ times, minInSyncReplicas }).toEqual({
        times,
        minInSyncReplicas: { known: true, value: new Map(TOPICS.map((topic) => [topic, 2])) },
      });
    }
  });

  test('the minimums are read before the views, so that the views are as fresh as they can be', async () => {
    await kafka.look(BROKERS);
    connection.requests.length = 0;
    await kafka.look(BROKERS);
    const keys = connection.requests.map(({ name }) => name);
    expect(keys.filter((name) => name === 'DescribeConfigs')).toHaveLength(6);
    expect(keys.lastIndexOf('DescribeConfigs')).toBeLessThan(keys.indexOf('Metadata'));
  });

  test('only a topic that is new is asked for after the views', async () => {
    await kafka.look(BROKERS);
    connection.topics.push('new');
    connection.requests.length = 0;
    const { minInSyncReplicas } = await kafka.look(BROKERS);
    expect(connection.requests.at(-1)).toMatchObject({ name: 'DescribeConfigs', topics: ['new'] });
    expect(minInSyncReplicas.known && minInSyncReplicas.value.get('new')).toBe(2);
  });

  test('several brokers are asked beside each other', async () => {
    await kafka.look(BROKERS);
    expect(connection.mostAtOnce(describeConfigs)).toBe(3);
    const asked = connection.requests.filter(({ name }) => name === 'DescribeConfigs');
    expect(new Set(asked.map(({ to }) => to))).toEqual(new Set(BROKERS));
  });

  test('another broker answers for one that does not', async () => {
    connection.silent.add(2);
    const { minInSyncReplicas, silent } = await kafka.look(BROKERS);
    expect(silent).toMatchObject([{ observer: 2 }]);
    expect(minInSyncReplicas.known && minInSyncReplicas.value.size).toBe(TOPICS.length);
  });

  test('what is refused is unknown, also where an earlier look knew it', async () => {
    await kafka.look(BROKERS);
    connection.refused.add('topic-7');
    const { minInSyncReplicas } = await kafka.look(BROKERS);
    expect(minInSyncReplicas).toEqual({
      known: false,
      reason: 'DescribeConfigs of topic topic-7: TOPIC_AUTHORIZATION_FAILED',
    });
  });

  test('a topic that is deleted meanwhile is no failure', async () => {
    await kafka.look(BROKERS);
    connection.topics.shift();
    const { minInSyncReplicas } = await kafka.look(BROKERS);
    expect(minInSyncReplicas.known && minInSyncReplicas.value.size).toBe(TOPICS.length - 1);
  });
});
