import { expect, test } from '@jest/globals';
import type { KafkaConnection } from '../../../lib/adapters/kafka/connection.ts';
import { WorldFailure } from '../../../lib/core/world-failure.ts';
import { topicDefaults } from './kafka-topic-defaults.ts';

/** Settings, or the code of an error. */
type Told = Readonly<Record<string, string | null>> | number | 'down';

/** Brokers that tell these settings of theirs; who was asked is added to `asked`. */
const brokers = (told: readonly Told[], asked: number[] = []): KafkaConnection =>
  ({
    brokers: () => Promise.resolve(told.map((_, id) => ({ id }))),
    send: (_: unknown, __: unknown, to: number) => {
      asked.push(to);
      const own = told[to] ?? 'down';
      if (own === 'down') return Promise.reject(new WorldFailure('it is down'));
      if (typeof own === 'number') return Promise.resolve({ results: [{ errorCode: own, configs: [] }] });
      const configs = Object.entries(own).map(([name, value]) => ({ name, value }));
      return Promise.resolve({ results: [{ errorCode: 0, configs }] });
    },
  }) as unknown as KafkaConnection;

const SET = { 'log.cleanup.policy': 'compact', 'message.max.bytes': '1000', 'min.insync.replicas': '2' };

test('the settings of the brokers are those of topics, by the names that these have', async () => {
  expect(await topicDefaults(brokers([SET]))).toEqual({
    kind: 'known',
    values: new Map([
      ['cleanup.policy', 'compact'],
      ['max.message.bytes', '1000'],
      ['min.insync.replicas', '2'],
    ]),
  });
});

test.each([
  [{ 'log.retention.ms': null, 'log.retention.minutes': null, 'log.retention.hours': '168' }, '604800000'],
  [{ 'log.retention.ms': null, 'log.retention.minutes': '10', 'log.retention.hours': '168' }, '600000'],
  [{ 'log.retention.ms': '-1', 'log.retention.minutes': null, 'log.retention.hours': '168' }, '-1'],
])('retention is in milliseconds, whatever it is set in: %j', async (set, retention) => {
  expect(await topicDefaults(brokers([set]))).toEqual({
    kind: 'known',
    values: new Map([['retention.ms', retention]]),
  });
});

test('one broker that answers is enough', async () => {
  const asked: number[] = [];
  expect(await topicDefaults(brokers(['down', SET, SET], asked))).toMatchObject({ kind: 'known' });
  expect(asked).toEqual([0, 1]);
});

test.each<[string, readonly Told[]]>([
  ['needs DescribeConfigs on Cluster:kafka-cluster', [31, SET]],
  ['INVALID_REQUEST', [42, SET]],
  ['no broker answered', ['down', 'down']],
])('what is not told is unknown: %s', async (because, told) => {
  expect(await topicDefaults(brokers(told))).toEqual({ kind: 'unknown', because });
});
