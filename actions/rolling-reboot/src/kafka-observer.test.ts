import { beforeEach, describe, expect, test } from '@jest/globals';
import { describeConfigs } from '../../../lib/adapters/kafka/describe-configs.ts';
import { FakeConnection } from '../../../test/fakes/fake-connection.ts';
import { type BrokerId, brokerId } from './core/node.ts';
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
      const { minInSyncReplicas } = await kafka.look(BROKERS, BROKERS);
      expect({ times, minInSyncReplicas }).toEqual({
        times,
        minInSyncReplicas: { known: true, value: new Map(TOPICS.map((topic) => [topic, 2])) },
      });
    }
  });

  test('the minimums are read before the views, so that the views are as fresh as they can be', async () => {
    await kafka.look(BROKERS, BROKERS);
    connection.requests.length = 0;
    await kafka.look(BROKERS, BROKERS);
    const keys = connection.requests.filter(({ topics }) => topics.length > 0);
    expect(keys).toHaveLength(6);
    expect(connection.requests.slice(0, 6).every(({ topics }) => topics.length > 0)).toBe(true);
  });

  test('only a topic that is new is asked for after the views', async () => {
    await kafka.look(BROKERS, BROKERS);
    connection.topics.push('new');
    connection.requests.length = 0;
    const { minInSyncReplicas } = await kafka.look(BROKERS, BROKERS);
    expect(connection.requests.at(-1)).toMatchObject({ name: 'DescribeConfigs', topics: ['new'] });
    expect(minInSyncReplicas.known && minInSyncReplicas.value.get('new')).toBe(2);
  });

  test('several brokers are asked beside each other', async () => {
    await kafka.look(BROKERS, BROKERS);
    expect(connection.mostAtOnce(describeConfigs)).toBe(3);
    const asked = connection.requests.filter(({ name }) => name === 'DescribeConfigs');
    expect(new Set(asked.map(({ to }) => to))).toEqual(new Set(BROKERS));
  });

  test('another broker answers for one that does not', async () => {
    await kafka.look(BROKERS, BROKERS);
    connection.silent.add(2);
    const { minInSyncReplicas, silent } = await kafka.look(BROKERS, BROKERS);
    expect(silent).toMatchObject([{ observer: 2 }]);
    expect(minInSyncReplicas.known && minInSyncReplicas.value.size).toBe(TOPICS.length);
  });

  test('what is refused is unknown, also where an earlier look knew it', async () => {
    await kafka.look(BROKERS, BROKERS);
    connection.refused.add('topic-7');
    const { minInSyncReplicas } = await kafka.look(BROKERS, BROKERS);
    expect(minInSyncReplicas).toEqual({
      known: false,
      reason: 'DescribeConfigs of topic topic-7: TOPIC_AUTHORIZATION_FAILED',
    });
  });

  test('a topic that is deleted meanwhile is no failure', async () => {
    await kafka.look(BROKERS, BROKERS);
    connection.topics.shift();
    const { minInSyncReplicas } = await kafka.look(BROKERS, BROKERS);
    expect(minInSyncReplicas.known && minInSyncReplicas.value.size).toBe(TOPICS.length - 1);
  });
});

describe('a minimum that a topic inherits', () => {
  const minimumOf = async (topic: string, brokers: readonly BrokerId[] = BROKERS) => {
    const { minInSyncReplicas } = await kafka.look(BROKERS.slice(0, 2), brokers);
    return minInSyncReplicas.known ? minInSyncReplicas.value.get(topic) : minInSyncReplicas.reason;
  };

  test.each(BROKERS)('is the highest of all brokers, whoever answers: here that of broker %d', async (id) => {
    connection.defaults.set(id, 3);
    for (const look of ['first', 'second']) {
      expect({ look, minimum: await minimumOf('topic-7') }).toEqual({ look, minimum: 3 });
    }
  });

  test('does not touch a topic that has its own', async () => {
    connection.defaults.set(1, 3);
    connection.own.set('topic-7', 1);
    expect(await minimumOf('topic-7')).toBe(1);
  });

  test('stays what a broker said last when it does not answer, and changes when it says another one', async () => {
    connection.defaults.set(3, 3);
    expect(await minimumOf('topic-7')).toBe(3);
    connection.silent.add(3);
    connection.defaults.set(3, 1);
    expect(await minimumOf('topic-7')).toBe(3);
    connection.silent.delete(3);
    expect(await minimumOf('topic-7')).toBe(2);
  });

  test('is unknown while a broker that is a member never said its own', async () => {
    connection.silent.add(3);
    expect(await minimumOf('topic-7')).toBe('DescribeConfigs of broker 3: broker 3 did not answer');
    connection.silent.delete(3);
    expect(await minimumOf('topic-7')).toBe(2);
  });

  test('is not asked of brokers that are down', async () => {
    connection.silent.add(3);
    expect(await minimumOf('topic-7', BROKERS.slice(0, 2))).toBe(2);
    const asked = connection.requests.filter(
      ({ name, topics }) => name === 'DescribeConfigs' && topics.length === 0,
    );
    expect(asked.map(({ to }) => to)).toEqual([1, 2]);
  });

  test('is unknown where it is refused, which is no matter where all topics have their own', async () => {
    await minimumOf('topic-7');
    connection.refused.add('2');
    expect(await minimumOf('topic-7')).toBe('DescribeConfigs of broker 2: CLUSTER_AUTHORIZATION_FAILED');
    for (const topic of TOPICS) connection.own.set(topic, 1);
    expect(await minimumOf('topic-7')).toBe(1);
  });

  test('costs one request to each broker in a look, beside each other', async () => {
    for (const times of [1, 2]) {
      connection.requests.length = 0;
      await minimumOf('topic-7');
      const asked = connection.requests.filter(
        ({ name, topics }) => name === 'DescribeConfigs' && topics.length === 0,
      );
      expect({ times, asked: asked.map(({ to }) => to).toSorted() }).toEqual({ times, asked: BROKERS });
    }
  });
});
