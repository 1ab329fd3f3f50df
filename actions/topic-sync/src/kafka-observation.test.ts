import { describe, expect, test } from '@jest/globals';
import type { KafkaConnection } from '../../../lib/adapters/kafka/connection.ts';
import { describeConfigs } from '../../../lib/adapters/kafka/describe-configs.ts';
import { WorldFailure } from '../../../lib/core/world-failure.ts';
import { observeEverywhere, observeTopics } from './kafka-observation.ts';
import type { TopicName } from './core/topic.ts';

interface SegmentTime {
  readonly override?: string;
  readonly inherited: string;
}

/** A broker that does not answer, or that has not heard of the topic's configs yet. */
type Lagging = 'down' | 'unheard';

/** Two brokers that know one topic, each with its own idea of its `segment.ms`. */
function cluster(...brokers: readonly [SegmentTime | Lagging, SegmentTime | Lagging]): KafkaConnection {
  const told = ({ override, inherited }: SegmentTime) => ({
    name: 'segment.ms',
    value: override ?? inherited,
    source: override === undefined ? 'DEFAULT_CONFIG' : 'DYNAMIC_TOPIC_CONFIG',
    sensitive: false,
    type: 'LONG',
    synonyms: [{ name: 'log.roll.ms', value: inherited, source: 'STATIC_BROKER_CONFIG' }],
  });
  const seen = { brokers: [{ id: 1 }, { id: 2 }] };
  const topics = [{ errorCode: 0, name: 'posts', topicId: 'one', internal: false, replicas: [3, 3] }];
  return {
    refresh: () => Promise.resolve(seen),
    brokers: () => Promise.resolve(seen.brokers),
    send: (api: object, _: object, to: number | 'any') => {
      const own = brokers[to === 'any' ? 0 : to - 1];
      if (own === 'down' || own === undefined) return Promise.reject(new WorldFailure('it is down'));
      if (api !== describeConfigs) return Promise.resolve({ topics });
      if (own === 'unheard')
        return Promise.resolve({ results: [{ name: 'posts', errorCode: 3, configs: [] }] });
      return Promise.resolve({ results: [{ name: 'posts', errorCode: 0, configs: [told(own)] }] });
    },
  } as unknown as KafkaConnection;
}

const POSTS = 'posts' as TopicName;

async function observed(connection: KafkaConnection, observe = observeEverywhere): Promise<unknown> {
  const source = { connection, retentionDefault: () => Promise.resolve(null) };
  return (await observe(source, [POSTS])).get(POSTS);
}

const hour = { override: '3600000', inherited: '604800000' };
const day = { override: '86400000', inherited: '604800000' };

test('a topic is seen when all brokers tell the same', async () => {
  expect(await observed(cluster(hour, hour))).toMatchObject({ kind: 'present', topic: { replicas: [3, 3] } });
});

test('a broker that still has the override of before makes a topic unknown', async () => {
  const because = 'the brokers do not agree about it yet';
  expect(await observed(cluster(day, hour))).toEqual({ kind: 'unknown', because });
  expect(await observed(cluster(day, { inherited: '604800000' }))).toEqual({ kind: 'unknown', because });
});

test('brokers may inherit different values', async () => {
  expect(await observed(cluster(day, { ...day, inherited: '1' }))).toMatchObject({ kind: 'present' });
});

test('a broker that does not answer makes a topic unknown', async () => {
  expect(await observed(cluster(day, 'down'))).toEqual({
    kind: 'unknown',
    because: 'broker 2 did not answer',
  });
});

describe('a broker that knows a topic and not its configs yet', () => {
  const because = 'UNKNOWN_TOPIC_OR_PARTITION';

  test('is passed over: another one tells them', async () => {
    expect(await observed(cluster('unheard', hour), observeTopics)).toMatchObject({ kind: 'present' });
  });

  test('makes the topic unknown where no other one tells them', async () => {
    const unknown = { kind: 'unknown', because };
    expect(await observed(cluster('unheard', 'down'), observeTopics)).toEqual(unknown);
    expect(await observed(cluster('unheard', 'unheard'), observeTopics)).toEqual(unknown);
  });

  test('does not agree with the others', async () => {
    expect(await observed(cluster(hour, 'unheard'))).toMatchObject({ kind: 'unknown' });
  });
});
