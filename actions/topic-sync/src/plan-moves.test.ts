import { describe, expect, test } from '@jest/globals';
import {
  consents,
  MIB,
  NOTHING,
  PAIRS,
  sync,
  throttlesOf,
  TRIPLES,
  wanted,
  world,
} from '../../../test/builders/moved-topic.ts';
import { observedConfig } from '../../../test/builders/observed-topic.ts';
import { WorldFailure } from '../../../lib/core/world-failure.ts';
import type { FakeTopicCluster } from '../../../test/fakes/fake-topic-cluster.ts';
import type { TopicSyncInputs } from './core/inputs.ts';
import type { Change } from './core/operation.ts';
import type { Result } from './core/result.ts';

const blockOf = (result: Result): string => result.plan.changes[0]?.blocked?.because ?? 'not blocked';

describe('the plan', () => {
  const planOf = (cluster: FakeTopicCluster, factor: number, inputs: Partial<TopicSyncInputs> = {}) =>
    sync(cluster, wanted(factor), { consents, ...inputs });

  test('names the moves, the bytes, the room and the time; nothing is changed', async () => {
    const cluster = world(...PAIRS);
    const { plan } = await planOf(cluster, 3);
    const [change] = plan.changes as [Change];
    expect(change).toMatchObject({
      risk: 'slow',
      blocked: null,
      operation: {
        kind: 'change-replication-factor',
        before: 2,
        after: 3,
        moves: PAIRS.map((before, partition) => ({ partition, before, after: TRIPLES[partition] })),
      },
    });
    expect(change.riskBecause).toBe(
      '30 MiB to copy (broker 1 10 MiB of 954 MiB free, broker 2 10 MiB of 954 MiB free, ' +
        'broker 3 10 MiB of 954 MiB free), about 0.2s at the throttle',
    );
    expect(throttlesOf(cluster)).toEqual(NOTHING);
    expect(cluster.world.running.size).toBe(0);
  });

  test('each way has its own consent', async () => {
    const cluster = world([1], [1, 2], [1, 2, 3]);
    const only = (consent: 'reassign' | 'replication-decrease') =>
      planOf(cluster, 2, { consents: new Set([consent]) });
    expect((await only('reassign')).plan.changes[0]?.blocked?.fix).toContain('replication-decrease');
    expect((await only('replication-decrease')).plan.changes[0]?.blocked?.fix).toContain('reassign');
    expect(blockOf(await planOf(cluster, 2))).toBe('not blocked');
  });

  test('more replicas than brokers that are up are refused; the one that is down is named', async () => {
    const cluster = world(...PAIRS);
    const down = cluster.world.brokers.get(3);
    if (down !== undefined) down.up = false;
    cluster.world.assign('posts', 2, [1, 3]);
    cluster.world.assign('posts', 1, [2, 3]);
    const result = await planOf(cluster, 3);
    expect(blockOf(result)).toBe('it needs 3 brokers that are up, and there are 2 (1, 2)');
    expect(result.warnings.map(({ what }) => what)).toContain(
      'posts has replicas on 1 broker that is down: 3',
    );
  });

  test('a partition without a leader has nowhere to be copied from', async () => {
    const cluster = world([3], [1], [2]);
    const down = cluster.world.brokers.get(3);
    if (down !== undefined) down.up = false;
    expect(blockOf(await planOf(cluster, 2))).toBe('partition 0 has no leader');
  });

  test('a reassignment of somebody else is respected', async () => {
    const cluster = world(...PAIRS);
    cluster.world.looks = 1_000;
    cluster.world.begin('posts', 1, [2, 1]);
    expect(blockOf(await planOf(cluster, 3))).toContain('a reassignment of it runs (partition 1)');
    expect(await sync(cluster, wanted(3))).toMatchObject({ status: 'refused' });
    expect(cluster.world.running.size).toBe(1);
  });

  test('one that leaves the topic as many replicas as the file says is no change', async () => {
    const cluster = world(...PAIRS);
    cluster.world.looks = 1_000;
    cluster.world.begin('posts', 1, [2, 1]);
    const { status, plan, warnings } = await planOf(cluster, 2);
    expect([status, plan.changes]).toEqual(['in-sync', []]);
    expect(warnings.map(({ what }) => what)).toContainEqual(
      expect.stringContaining('a reassignment of posts runs, which leaves it 2 replicas'),
    );
    const files = wanted(2, ', config: { retention.ms: 30d }');
    expect(await sync(cluster, files)).toMatchObject({ status: 'applied' });
    expect(cluster.world.running.size).toBe(1);
  });

  test('brokers that do not reassign are found out at once', async () => {
    const cluster = world(...PAIRS);
    cluster.world.may = { kind: 'refused', message: 'there is no such call' };
    expect(blockOf(await planOf(cluster, 3))).toContain('do not reassign partitions');
  });

  test('a missing right is a note for a plan and a stop for an apply', async () => {
    const cluster = world(...PAIRS);
    cluster.world.may = { kind: 'unauthorised', needs: 'Alter on Cluster:kafka-cluster' };
    expect((await planOf(cluster, 3)).plan.changes[0]).toMatchObject({
      blocked: null,
      notValidated: 'needs Alter on Cluster:kafka-cluster',
    });
    expect(await sync(cluster, wanted(3))).toMatchObject({ status: 'refused' });
  });

  test('replicas that cannot be seen block their change and nothing else', async () => {
    const cluster = world(...PAIRS);
    cluster.world.before = (call) => {
      if (call === 'replicas') throw new WorldFailure('CLUSTER_AUTHORIZATION_FAILED');
    };
    const result = await sync(cluster, wanted(3, ', config: { retention.ms: 30d }'), { consents });
    expect(result.plan.changes.map(({ blocked }) => blocked?.because)).toEqual([
      undefined,
      'the replicas cannot be seen: CLUSTER_AUTHORIZATION_FAILED',
    ]);
  });

  test('a broker without room gets nothing', async () => {
    const cluster = world(...PAIRS);
    for (const broker of cluster.world.brokers.values()) broker.usableBytes = 9 * MIB;
    expect(blockOf(await planOf(cluster, 3))).toBe('broker 3 would get 10 MiB and has room for 9.0 MiB');
    for (const broker of cluster.world.brokers.values()) broker.usableBytes = null;
    expect(blockOf(await planOf(cluster, 3))).toContain('does not tell how much room');
  });

  test('what is written while it is copied needs room too', async () => {
    const cluster = world(...PAIRS);
    cluster.world.growth.set('posts-0', 20 * MIB);
    const moving = { throttle: 5 * MIB, maxMoving: 1, timeoutMs: 60_000, stateTopic: '_rolling-reboot' };
    for (const broker of cluster.world.brokers.values()) broker.usableBytes = 100 * MIB;
    expect(blockOf(await planOf(cluster, 3, { moving }))).toBe(
      'broker 3 would get 150 MiB and has room for 100 MiB',
    );
  });

  test.each([
    [1, 'how much is written to partition 0 cannot be read'],
    [2, 'the disks of broker 1 cannot be read: it does not answer'],
  ])('a broker that is silent at look %i at the disks blocks', async (look, because) => {
    const cluster = world(...PAIRS);
    const seen = cluster.world.storage.bind(cluster.world);
    let looks = 0;
    cluster.world.storage = async (topics) => {
      const found = await seen(topics);
      const silent = { kind: 'unknown', broker: 1, because: 'it does not answer' } as const;
      looks += 1;
      return looks === look ? found.map((each) => (each.broker === 1 ? silent : each)) : found;
    };
    expect(blockOf(await planOf(cluster, 3))).toBe(because);
    expect(await sync(cluster, wanted(3))).toMatchObject({ status: 'applied' });
  });

  test('a throttle below what producers write would never end', async () => {
    const cluster = world(...PAIRS);
    cluster.world.growth.set('posts-0', 20 * MIB);
    const slow = {
      moving: { throttle: 4 * MIB, maxMoving: 1, timeoutMs: 60_000, stateTopic: '_rolling-reboot' },
    };
    expect(blockOf(await planOf(cluster, 3, slow))).toContain('4.0 MiB are written in a second');
    const fast = { moving: { ...slow.moving, throttle: 5 * MIB } };
    expect(blockOf(await planOf(cluster, 3, fast))).toBe('not blocked');
    const broker = cluster.world.brokers.get(3);
    if (broker !== undefined) broker.follower = '1000';
    expect(blockOf(await planOf(cluster, 3, fast))).toContain('its throttle is 1000 B');
  });

  test.each([
    ['STATIC_BROKER_CONFIG', "the brokers' server.properties"],
    ['DYNAMIC_DEFAULT_BROKER_CONFIG', 'the dynamic default of all brokers'],
  ])('RF 3 to 2 with a min.insync.replicas of 2 from %s is refused, with its name', async (source, words) => {
    const cluster = world(...TRIPLES);
    for (const topic of cluster.topics.values()) {
      const config = { ...observedConfig('INT', '2'), inheritedFrom: source };
      cluster.topics.set(topic.name, {
        ...topic,
        config: new Map([...topic.config, ['min.insync.replicas', config]]),
      });
    }
    const result = await planOf(cluster, 2);
    expect(blockOf(result)).toBe(
      `min.insync.replicas stays 2, from ${words}: with 2 replicas one broker that restarts would stop acks=all producers`,
    );
    const refused = await sync(cluster, wanted(2));
    expect([refused.status, refused.outcomes]).toEqual(['refused', []]);
    expect(cluster.world.running.size).toBe(0);
    const declared = wanted(2, ', config: { min.insync.replicas: 1 }');
    expect((await planOf(cluster, 2)).status).toBe('refused');
    expect(await sync(cluster, declared)).toMatchObject({ status: 'applied' });
  });
});
