import { describe, expect, test } from '@jest/globals';
import { apply, sync, throttlesOf } from '../../../test/builders/moved-topic.ts';
import { placedFile, rackedWorld } from '../../../test/builders/racked-topic.ts';
import { WorldFailure } from '../../../lib/core/world-failure.ts';
import type { FakeTopicCluster } from '../../../test/fakes/fake-topic-cluster.ts';
import { describeOperation } from './core/describe.ts';
import type { Change } from './core/operation.ts';
import type { Result } from './core/result.ts';

/** Two brokers in each of two racks. */
const TWO_RACKS = ['a', 'a', 'b', 'b'];
/** The first partition is in one rack only. */
const CROWDED = [
  [1, 2],
  [3, 1],
  [2, 4],
];
const rackOf = (id: number): string => TWO_RACKS[id - 1] ?? '';
const racksOf = (cluster: FakeTopicCluster): string[] =>
  cluster.world.replicasOf('posts').map((replicas) => replicas.map(rackOf).sort().join(''));
const told = ({ plan }: Result): string[] =>
  plan.changes.map(({ operation }) => describeOperation(operation));
const plan = (cluster: FakeTopicCluster, files: Record<string, string>): Promise<Result> =>
  sync(cluster, files, { consents: apply.consents });

describe('rack-aware', () => {
  const files = placedFile('rack-aware', [3, 2]);

  test('the plan moves what is twice in a rack, says why, and changes nothing', async () => {
    const cluster = rackedWorld(TWO_RACKS, CROWDED);
    const result = await plan(cluster, files);
    expect(told(result)).toEqual(['posts: replicas rack-aware in 1 partition']);
    const [change] = result.plan.changes as [Change];
    expect(change).toMatchObject({
      because: '1 of 3 partitions has two replicas in rack a',
      risk: 'slow',
      blocked: null,
      riskBecause: expect.stringContaining('10 MiB to copy (broker '),
      operation: { moves: [{ partition: 0, before: [1, 2], after: [1, expect.any(Number)] }] },
    });
    expect(cluster.world.replicasOf('posts')).toEqual(CROWDED);
  });

  test('it needs the consent to reassign', async () => {
    const result = await sync(rackedWorld(TWO_RACKS, CROWDED), files, {});
    expect(result.plan.changes[0]?.blocked?.fix).toContain('allow: reassign');
  });

  test('an apply moves it, throttled, and a plan is empty then', async () => {
    const cluster = rackedWorld(TWO_RACKS, CROWDED);
    expect(await sync(cluster, files)).toMatchObject({ status: 'applied', outcomes: [{ kind: 'done' }] });
    expect(racksOf(cluster)).toEqual(['ab', 'ab', 'ab']);
    expect(cluster.world.begunAt).toEqual([52_428_800]);
    expect(throttlesOf(cluster)).toEqual({ rates: Array(8).fill(null), entries: [] });
    expect((await plan(cluster, files)).plan.changes).toEqual([]);
  });

  test('no document takes it back, and the report says so', async () => {
    const { rollback } = await sync(rackedWorld(TWO_RACKS, CROWDED), files);
    expect(rollback?.lasting).toMatchObject([{ because: expect.stringContaining('not on which brokers') }]);
    expect(rollback?.text).not.toContain('kind: Topic');
  });

  test('a topic is made, and grows, in all racks', async () => {
    const cluster = rackedWorld(TWO_RACKS, []);
    expect(await sync(cluster, files)).toMatchObject({ status: 'applied' });
    expect(racksOf(cluster)).toEqual(['ab', 'ab', 'ab']);
    const more = placedFile('rack-aware', [7, 2]);
    expect(told(await plan(cluster, more))).toEqual(['posts: partitions 3 → 7']);
    expect(await sync(cluster, more)).toMatchObject({ status: 'applied' });
    expect(racksOf(cluster)).toEqual(Array(7).fill('ab'));
    expect((await plan(cluster, more)).plan.changes).toEqual([]);
  });

  test('another replication factor and the placement are one change', async () => {
    const cluster = rackedWorld(['a', 'a', 'b', 'c'], [[1, 2]]);
    const wanted = placedFile('rack-aware', [1, 3]);
    const result = await sync(cluster, wanted);
    expect(result).toMatchObject({ status: 'applied', outcomes: [{ kind: 'done' }] });
    expect(cluster.world.replicasOf('posts')[0]?.toSorted()).toEqual([1, 3, 4]);
    expect((await plan(cluster, wanted)).plan.changes).toEqual([]);
  });

  test('a lower factor that moves replicas too needs both consents', async () => {
    const cluster = rackedWorld(['a', 'a', 'a', 'b'], [[1, 2, 3]]);
    const wanted = placedFile('rack-aware', [1, 2]);
    const only = await sync(cluster, wanted, {
      consents: new Set(['replication-decrease', 'weaken-durability']),
    });
    expect(only.plan.changes[0]?.blocked?.fix).toContain('allow: reassign');
    expect(await sync(cluster, wanted)).toMatchObject({ status: 'applied' });
    expect(cluster.world.replicasOf('posts')[0]).toContain(4);
  });

  test('brokers without a rack: nothing can be told, and nothing is touched', async () => {
    const cluster = rackedWorld(['a', 'a', null, 'b'], CROWDED);
    const result = await sync(cluster, files);
    expect(result).toMatchObject({ status: 'refused' });
    expect(result.plan.changes[0]?.blocked?.because).toBe(
      'broker 3 does not tell its rack, which placement: rack-aware goes by',
    );
    const fresh = rackedWorld([null, null], []);
    expect(await sync(fresh, files)).toMatchObject({ status: 'refused' });
    expect(fresh.topics.size).toBe(0);
  });

  test('fewer racks than replicas are told, and used as far as they go', async () => {
    const cluster = rackedWorld(TWO_RACKS, [[1, 2, 3]]);
    const { plan: made, warnings } = await plan(cluster, placedFile('rack-aware', [1, 3]));
    expect(made.changes).toEqual([]);
    expect(warnings.map(({ what }) => what)).toContain(
      'posts has 3 replicas, and the brokers that are up are in 2 racks',
    );
  });

  test('a broker that is down may be in any rack: what it holds is no reason to move', async () => {
    const cluster = rackedWorld(TWO_RACKS, CROWDED);
    const down = cluster.world.brokers.get(2);
    if (down !== undefined) down.up = false;
    const { plan: made, warnings } = await plan(cluster, files);
    expect(made.changes).toEqual([]);
    expect(warnings).toContainEqual({
      where: 'placement',
      what: 'broker 2 is down, and its rack is not known',
      fix: 'What it holds of posts is not judged.',
    });
  });

  test('a reassignment of somebody else is respected, unless it leaves all well', async () => {
    const cluster = rackedWorld(TWO_RACKS, CROWDED);
    cluster.world.looks = 1_000;
    cluster.world.begin('posts', 1, [4, 1]);
    expect((await plan(cluster, files)).plan.changes[0]?.blocked?.because).toContain(
      'a reassignment of it runs',
    );
    cluster.world.running.clear();
    cluster.world.assign('posts', 0, [1, 2]);
    cluster.world.begin('posts', 0, [1, 3]);
    expect((await plan(cluster, files)).plan.changes).toEqual([]);
  });

  test('nobody leads any more since the plan: it is stale, and nothing moves', async () => {
    const cluster = rackedWorld(TWO_RACKS, CROWDED);
    let looks = 0;
    cluster.world.after = (call) => {
      if (call === 'storage') looks += 1;
      // The plan's last question: whoever stops now stops after the plan.
      for (const id of looks === 2 ? [1, 2] : []) {
        const broker = cluster.world.brokers.get(id);
        if (broker !== undefined) broker.up = false;
      }
    };
    const result = await sync(cluster, files);
    expect(result.outcomes).toMatchObject([
      { kind: 'stale', because: expect.stringContaining('no broker leads partition 0') },
    ]);
    expect(cluster.world.begunAt).toEqual([]);
  });

  test('brokers that do not reassign still place what is new', async () => {
    const cluster = rackedWorld(TWO_RACKS, []);
    cluster.world.may = { kind: 'refused', message: 'there is no such call' };
    expect(await sync(cluster, files)).toMatchObject({ status: 'applied' });
    expect(racksOf(cluster)).toEqual(['ab', 'ab', 'ab']);
    const crowded = rackedWorld(TWO_RACKS, CROWDED);
    crowded.world.may = cluster.world.may;
    const [change] = (await plan(crowded, files)).plan.changes;
    expect(change?.blocked?.because).toContain('do not reassign partitions');
  });

  test('replicas that cannot be seen block what depends on them and nothing else', async () => {
    const cluster = rackedWorld(TWO_RACKS, CROWDED);
    cluster.world.before = (call) => {
      if (call === 'replicas') throw new WorldFailure('CLUSTER_AUTHORIZATION_FAILED');
    };
    const more = placedFile('rack-aware', [5, 2], ', config: { retention.ms: 30d }');
    const result = await plan(cluster, more);
    expect(result.plan.changes.map(({ operation, blocked }) => [operation.kind, blocked !== null])).toEqual([
      ['set-config', false],
      ['add-partitions', true],
    ]);
  });
});

test('unmanaged asks nothing about replicas', async () => {
  const cluster = rackedWorld(TWO_RACKS, CROWDED);
  const calls: string[] = [];
  cluster.world.before = (call) => void calls.push(call);
  expect(await sync(cluster, placedFile('unmanaged', [3, 2]), {})).toMatchObject({ status: 'in-sync' });
  expect(calls).toEqual([]);
});
