import { describe, expect, test } from '@jest/globals';
import {
  addTopic,
  apply,
  document,
  MIB,
  NOTHING,
  PAIRS,
  sync,
  throttleByOthers,
  throttlesOf,
  TRIPLES,
  wanted,
  world,
} from '../../../test/builders/moved-topic.ts';
import { observedConfig } from '../../../test/builders/observed-topic.ts';
import { WorldFailure } from '../../../lib/core/world-failure.ts';

describe('an apply', () => {
  test('adds replicas under our throttle, one batch after another, and leaves no throttle', async () => {
    const cluster = world(...PAIRS);
    const moving = { throttle: 5 * MIB, maxMoving: 2, timeoutMs: 60_000, stateTopic: '_rolling-reboot' };
    const said: string[] = [];
    expect(await sync(cluster, wanted(3), { ...apply, moving, said })).toMatchObject({ status: 'applied' });
    expect(cluster.world.replicasOf('posts')).toEqual(TRIPLES);
    expect(cluster.world.begunAt).toEqual([5 * MIB, 5 * MIB, 5 * MIB]);
    expect(said).toEqual(['Moving 2 partitions of posts', 'Moving 1 partition of posts']);
    expect(cluster.world.elected).toEqual(['posts-0', 'posts-1', 'posts-2']);
    expect(throttlesOf(cluster)).toEqual(NOTHING);
    expect(await sync(cluster, wanted(3))).toMatchObject({ status: 'in-sync' });
  });

  test('takes replicas away, and levels partitions that differ', async () => {
    const cluster = world([1], [2, 3, 1], [3, 1]);
    expect(await sync(cluster, wanted(2))).toMatchObject({ status: 'applied' });
    expect(cluster.world.replicasOf('posts').map(({ length }) => length)).toEqual([2, 2, 2]);
    expect(throttlesOf(cluster)).toEqual(NOTHING);
  });

  test('unlimited sets no rate', async () => {
    const cluster = world(...PAIRS);
    const moving = { throttle: null, maxMoving: 10, timeoutMs: 60_000, stateTopic: '_rolling-reboot' };
    expect(await sync(cluster, wanted(3), { ...apply, moving })).toMatchObject({ status: 'applied' });
    expect(cluster.world.begunAt).toEqual([Infinity, Infinity, Infinity]);
  });

  test('a throttle of somebody else stays in force, and is there afterwards', async () => {
    const cluster = world(...PAIRS);
    throttleByOthers(cluster);
    const before = throttlesOf(cluster);
    expect(await sync(cluster, wanted(3))).toMatchObject({ status: 'applied' });
    expect(Math.min(...cluster.world.begunAt)).toBe(7_000_000);
    expect(throttlesOf(cluster)).toEqual(before);
  });

  test('more replicas come before a higher min.insync.replicas and before new partitions', async () => {
    const cluster = world([1], [2], [3]);
    const more = 'partitions: 4, replicationFactor: 3, config: { min.insync.replicas: 2, retention.ms: 30d }';
    const order: string[] = [];
    cluster.beforeStep = (step) =>
      void order.push(`${step.kind} with ${String(cluster.world.replicasOf('posts')[0]?.length)}`);
    expect(await sync(cluster, document(more))).toMatchObject({ status: 'applied' });
    expect(order).toEqual(['alter-config with 1', 'alter-config with 3', 'add-partitions with 3']);
  });

  test('no replica is dropped while the lower minimum that it needs was not made', async () => {
    const cluster = world(...TRIPLES);
    const [topic] = cluster.topics.values();
    if (topic === undefined) throw new Error('there is no topic');
    const overridden = (name: string, value: string) =>
      [name, { ...observedConfig('LONG', '1'), override: value }] as const;
    const config = new Map([...topic.config, overridden('min.insync.replicas', '3')]);
    cluster.topics.set(topic.name, { ...topic, config });
    cluster.world.after = (call) => {
      // The plan's last question about replicas: somebody sets the other key of the same step then.
      if (call !== 'load') return;
      const more = new Map([...config, overridden('retention.ms', '5')]);
      cluster.topics.set(topic.name, { ...topic, config: more });
    };
    const files = wanted(2, ', config: { min.insync.replicas: 1, retention.ms: 30d }');
    const result = await sync(cluster, files);
    expect(result.outcomes.map(({ kind }) => kind)).toEqual(['stale', 'stale', 'not-tried']);
    expect(result.outcomes.at(-1)?.because).toBe('the configs of the topic have to be changed first');
    expect(cluster.world.replicasOf('posts')).toEqual(TRIPLES);
  });

  test('no replica is dropped where another broker leads since the plan', async () => {
    const cluster = world(...TRIPLES);
    cluster.world.after = (call) => {
      // The plan's last question about replicas.
      const broker = cluster.world.brokers.get(1);
      if (call === 'load' && broker !== undefined) broker.up = false;
    };
    const result = await sync(cluster, wanted(2));
    expect(result.outcomes).toMatchObject([
      { kind: 'stale', because: expect.stringContaining('leads partition 0 now') },
    ]);
    expect(cluster.world.replicasOf('posts')).toEqual(TRIPLES);
  });

  test('what does not end in time is cancelled, and no higher minimum is set', async () => {
    const cluster = world(...PAIRS);
    cluster.world.looks = 1_000_000;
    const said: string[] = [];
    const files = wanted(3, ', config: { min.insync.replicas: 2 }');
    const result = await sync(cluster, files, { ...apply, said });
    expect(result.status).toBe('partial');
    expect(result.outcomes.map(({ kind }) => kind)).toEqual(['failed', 'not-tried']);
    expect(result.outcomes[0]?.because).toContain('was cancelled');
    expect(said).toContainEqual(
      expect.stringContaining('3 partitions still moving after 15s: posts-0, posts-1, posts-2'),
    );
    expect(cluster.world.running.size).toBe(0);
    expect(cluster.world.replicasOf('posts')).toEqual(PAIRS);
    expect(throttlesOf(cluster)).toEqual(NOTHING);
  });

  test('what cannot be cancelled goes on throttled, until the next apply ends it', async () => {
    const cluster = world(...PAIRS);
    cluster.world.looks = 1_000_000;
    cluster.world.cancelling = { kind: 'unclear', message: 'NOT_CONTROLLER' };
    const result = await sync(cluster, wanted(3));
    expect(result.outcomes).toMatchObject([
      {
        kind: 'failed',
        because: expect.stringContaining('could not be cancelled (NOT_CONTROLLER): it goes on'),
      },
    ]);
    expect(throttlesOf(cluster)).toMatchObject({
      rates: Array(6).fill(expect.stringMatching(/^000/)),
      entries: [expect.stringContaining('0000:1'), '0000:3,0001:1,0002:2'],
    });
    cluster.world.cancelling = { kind: 'accepted' };
    for (const move of cluster.world.running.values()) move.looks = 2;
    expect(await sync(cluster, wanted(3))).toMatchObject({ status: 'in-sync' });
    expect(throttlesOf(cluster)).toEqual(NOTHING);
  });

  test('a move that ended while it was to be cancelled is done', async () => {
    const cluster = world(...PAIRS);
    cluster.world.looks = 1_000_000;
    cluster.world.before = (call) => {
      if (call !== 'reassign') return;
      for (const [key, { topic, partition, after }] of cluster.world.running) {
        cluster.world.running.delete(key);
        cluster.world.assign(topic, partition, after);
      }
    };
    expect(await sync(cluster, wanted(3))).toMatchObject({ status: 'applied' });
    expect(cluster.world.replicasOf('posts')).toEqual(TRIPLES);
    expect(throttlesOf(cluster)).toEqual(NOTHING);
  });

  test('a reassignment that took the place of ours is not cancelled with the others', async () => {
    const cluster = world(...PAIRS);
    cluster.world.looks = 1_000_000;
    cluster.world.after = (call) => {
      if (call !== 'reassign') return;
      cluster.world.after = () => undefined;
      cluster.world.begin('posts', 1, [2, 1]);
    };
    const result = await sync(cluster, wanted(3));
    expect(result.outcomes).toMatchObject([{ kind: 'failed' }]);
    expect([...cluster.world.running.keys()]).toEqual(['posts-1']);
    expect(throttlesOf(cluster)).toEqual(NOTHING);
  });

  test('a partition that somebody moved since the plan is left to them', async () => {
    const cluster = world(...PAIRS);
    cluster.world.after = (call) => {
      // The plan's last question: whoever comes now comes after the plan.
      if (call === 'storage') cluster.world.assign('posts', 1, [2, 1]);
    };
    const result = await sync(cluster, wanted(3));
    expect(result.outcomes).toMatchObject([
      { kind: 'stale', because: 'partition 1 had the replicas 2, 3 and has 2, 1 now' },
    ]);
    expect(cluster.world.begunAt).toEqual([]);
    expect(throttlesOf(cluster)).toEqual(NOTHING);
  });

  test('throttles that cannot be set stop the moves, and those that cannot be removed are told', async () => {
    const cluster = world(...PAIRS);
    cluster.world.before = (call) => {
      if (call === 'alterThrottles') throw new WorldFailure('the controller is gone');
    };
    const result = await sync(cluster, wanted(3));
    expect(result.outcomes).toMatchObject([{ kind: 'failed', because: 'the controller is gone' }]);
    expect(cluster.world.begunAt).toEqual([]);
  });

  test('a list of throttled replicas without room for ours stops the moves of its topic alone', async () => {
    const cluster = world(...PAIRS);
    throttleByOthers(cluster, '7:1,'.repeat(8_191));
    addTopic(cluster, 'likes', PAIRS);
    const before = throttlesOf(cluster);
    const likes = { y: (Object.values(wanted(3))[0] ?? '').replace('posts', 'likes') };
    const result = await sync(cluster, { ...wanted(3), ...likes });
    expect(result.outcomes.map(({ kind }) => kind)).toEqual(['done', 'failed']);
    expect(result.outcomes[1]?.because).toContain('of posts has no room for more');
    expect([cluster.world.replicasOf('likes'), throttlesOf(cluster)]).toEqual([TRIPLES, before]);
  });

  test('brokers that are silent for a while are waited for', async () => {
    const cluster = world(...PAIRS);
    let silent = 5;
    cluster.world.before = (call) => {
      if (call !== 'replicas' || cluster.world.running.size === 0 || silent === 0) return;
      silent -= 1;
      throw new WorldFailure('nobody answers');
    };
    expect(await sync(cluster, wanted(3))).toMatchObject({ status: 'applied' });
    expect(throttlesOf(cluster)).toEqual(NOTHING);
  });
});
