import { describe, expect, test } from '@jest/globals';
import { apply, sync } from '../../../test/builders/moved-topic.ts';
import { placedFile, rackedWorld } from '../../../test/builders/racked-topic.ts';
import type { FakeTopicCluster } from '../../../test/fakes/fake-topic-cluster.ts';
import type { Result } from './core/result.ts';

const TWO_RACKS = ['a', 'a', 'b', 'b'];
const plan = (cluster: FakeTopicCluster, files: Record<string, string>): Promise<Result> =>
  sync(cluster, files, { consents: apply.consents });

describe('balanced', () => {
  test('replicas and leaders are evened within the racks', async () => {
    const cluster = rackedWorld(
      TWO_RACKS,
      Array.from({ length: 4 }, () => [1, 3]),
    );
    const files = placedFile('balanced', [4, 2]);
    const result = await plan(cluster, files);
    expect(result.plan.changes[0]?.because).toBe(
      'in rack a broker 1 holds 4 of its replicas and broker 2 0; in rack b broker 3 holds 4 of its replicas and ' +
        'broker 4 0; broker 1 is the preferred leader of 4 partitions and broker 4 of 0',
    );
    expect(await sync(cluster, files)).toMatchObject({ status: 'applied' });
    const held = cluster.world.replicasOf('posts');
    for (const id of [1, 2, 3, 4]) {
      expect(held.filter((replicas) => replicas.includes(id))).toHaveLength(2);
      expect(held.filter(([leader]) => leader === id)).toHaveLength(1);
    }
    expect((await plan(cluster, files)).plan.changes).toEqual([]);
  });

  test('only leaders: nothing is copied', async () => {
    const cluster = rackedWorld(TWO_RACKS.slice(1, 3), [
      [1, 2],
      [1, 2],
    ]);
    const files = placedFile('balanced', [2, 2]);
    const [change] = (await plan(cluster, files)).plan.changes;
    expect(change?.riskBecause).toBe('nothing is copied: other replicas become the preferred leaders');
    expect(await sync(cluster, files)).toMatchObject({ status: 'applied' });
    expect(
      cluster.world
        .replicasOf('posts')
        .map(([leader]) => leader)
        .sort(),
    ).toEqual([1, 2]);
  });

  test('the only replica of a partition moves', async () => {
    const cluster = rackedWorld([null, null], [[1], [1], [1], [1]]);
    expect(await sync(cluster, placedFile('balanced', [4, 1]))).toMatchObject({ status: 'applied' });
    expect(cluster.world.replicasOf('posts').flat().sort()).toEqual([1, 1, 2, 2]);
  });

  test('new brokers get their share, new partitions too, in one apply', async () => {
    const cluster = rackedWorld(
      ['a', 'b', 'a', 'b'],
      [
        [1, 2],
        [2, 1],
        [1, 2],
        [2, 1],
      ],
    );
    const files = placedFile('balanced', [8, 2]);
    expect(await sync(cluster, files)).toMatchObject({ status: 'applied' });
    const held = cluster.world.replicasOf('posts').flat();
    expect([1, 2, 3, 4].map((id) => held.filter((each) => each === id).length)).toEqual([4, 4, 4, 4]);
    expect((await plan(cluster, files)).plan.changes).toEqual([]);
  });
});
