import { describe, expect, test } from '@jest/globals';
import {
  apply,
  document,
  MIB,
  NOTHING,
  PAIRS,
  sync,
  throttleByOthers,
  throttlesOf,
  wanted,
  world,
} from '../../../test/builders/moved-topic.ts';
import { killedAt } from '../../../test/builders/killed-run.ts';
import type { FakeTopicCluster } from '../../../test/fakes/fake-topic-cluster.ts';
import { throttleMoves } from './core/throttle.ts';
import type { TopicSyncInputs } from './core/inputs.ts';

const killed = (
  cluster: FakeTopicCluster,
  call: number,
  moment: 'before' | 'after',
  inputs: Partial<TopicSyncInputs>,
): Promise<boolean> => killedAt(cluster, { call, moment }, () => sync(cluster, wanted(3), inputs));

describe.each(['before', 'after'] as const)('killed %s each call', (moment) => {
  test.each([1, 2, 10])(
    'with %i partitions at a time, the next apply ends it, foreign throttles intact',
    async (maxMoving) => {
      const inputs = {
        ...apply,
        moving: { throttle: 5 * MIB, maxMoving, timeoutMs: 60_000, stateTopic: '_rolling-reboot' },
      };
      for (let call = 1; ; call += 1) {
        const cluster = world(...PAIRS);
        throttleByOthers(cluster);
        const before = throttlesOf(cluster);
        // What was moved already does not make it another plan than the reviewed one.
        const { digest: expectDigest } = await sync(cluster, wanted(3), { ...inputs, command: 'plan' });
        const wasKilled = await killed(cluster, call, moment, inputs);
        const result = await sync(cluster, wanted(3), { ...inputs, expectDigest });
        expect(['applied', 'in-sync']).toContain(result.status);
        expect(cluster.world.replicasOf('posts').map((held) => held.toSorted())).toEqual([
          [1, 2, 3],
          [1, 2, 3],
          [1, 2, 3],
        ]);
        expect(throttlesOf(cluster)).toEqual(before);
        if (!wasKilled) break;
      }
    },
  );
});

test('a plan tells what an apply that was cut off has left, and touches nothing', async () => {
  const cluster = world(...PAIRS);
  await killed(cluster, 12, 'after', apply);
  expect(throttlesOf(cluster)).not.toEqual(NOTHING);
  const before = throttlesOf(cluster);
  const { warnings } = await sync(cluster, wanted(2), {});
  expect(warnings.map(({ what }) => what)).toContainEqual(
    expect.stringContaining('an apply was cut off while it moved replicas of posts'),
  );
  expect(throttlesOf(cluster)).toEqual(before);
});

test('it is ended even by an apply that has another plan than the reviewed one', async () => {
  const cluster = world(...PAIRS);
  cluster.world.looks = 5;
  await killed(cluster, 12, 'after', apply);
  const expectDigest = `sha256:${'0'.repeat(64)}`;
  const result = await sync(cluster, wanted(2), { ...apply, expectDigest });
  expect(result).toMatchObject({ status: 'stale' });
  // "Nothing was changed" alone would be untrue.
  expect(result.because).toContain(
    'what an earlier apply had left was ended first (3 moves awaited, its throttles removed); apart from that: ',
  );
  expect(throttlesOf(cluster)).toEqual(NOTHING);
  expect(cluster.world.running.size).toBe(0);
});

/** Somebody moves posts-1 to other brokers than the apply did that left its mark there. */
async function reassignedByOthers(cluster: FakeTopicCluster): Promise<void> {
  const move = { partition: 1, before: [2, 3], after: [2, 3, 1] };
  const none = { topic: 'posts', leader: null, follower: null };
  await cluster.alterThrottles(throttleMoves([move], none));
  cluster.world.looks = 1_000_000;
  cluster.world.assign('posts', 1, [1, 2]);
  cluster.world.begin('posts', 1, [2, 3]);
}

test('a reassignment of somebody else is not cancelled for a mark of ours that is left on its partition', async () => {
  const cluster = world(...PAIRS);
  await reassignedByOthers(cluster);
  const files = document('partitions: 3, replicationFactor: 2, config: { retention.ms: 30d }');
  const result = await sync(cluster, files, apply);
  expect(result.because).toContain('(0 moves awaited, its throttles removed)');
  expect([...cluster.world.running.keys()]).toEqual(['posts-1']);
  expect(throttlesOf(cluster)).toEqual(NOTHING);
});

test('what can neither be awaited nor cancelled stays throttled, and nothing is planned beside it', async () => {
  const cluster = world(...PAIRS);
  cluster.world.looks = 1_000_000;
  await killed(cluster, 12, 'after', apply);
  const before = throttlesOf(cluster);
  cluster.world.cancelling = { kind: 'unclear', message: 'NOT_CONTROLLER' };
  await expect(sync(cluster, wanted(3), apply)).rejects.toThrow('could not be cancelled: posts-0, posts-1');
  expect(throttlesOf(cluster)).toEqual(before);
  cluster.world.cancelling = { kind: 'accepted' };
  expect((await sync(cluster, wanted(2), apply)).because).toContain('3 moves awaited, 3 of them cancelled');
  expect([cluster.world.running.size, throttlesOf(cluster)]).toEqual([0, NOTHING]);
});

test('two applies at once end in one state, without throttles of ours', async () => {
  const cluster = world(...PAIRS);
  throttleByOthers(cluster);
  const before = throttlesOf(cluster);
  const inputs = {
    ...apply,
    moving: { throttle: 5 * MIB, maxMoving: 1, timeoutMs: 60_000, stateTopic: '_rolling-reboot' },
  };
  const results = await Promise.all([sync(cluster, wanted(3), inputs), sync(cluster, wanted(3), inputs)]);
  expect(results.map(({ status }) => status)).toContain('applied');
  expect(cluster.world.replicasOf('posts').map(({ length }) => length)).toEqual([3, 3, 3]);
  expect(Math.max(...cluster.world.begunAt)).toBeLessThanOrEqual(7_000_000);
  expect(throttlesOf(cluster)).toEqual(before);
});

test('an apply that is killed while it ends another one leaves nothing more', async () => {
  const inputs = {
    ...apply,
    moving: { throttle: 5 * MIB, maxMoving: 2, timeoutMs: 60_000, stateTopic: '_rolling-reboot' },
  };
  for (let call = 1; ; call += 1) {
    const cluster = world(...PAIRS);
    throttleByOthers(cluster);
    const before = throttlesOf(cluster);
    await killed(cluster, 12, 'after', inputs);
    const wasKilled = await killed(cluster, call, 'after', inputs);
    expect(['applied', 'in-sync']).toContain((await sync(cluster, wanted(3), inputs)).status);
    expect(throttlesOf(cluster)).toEqual(before);
    if (!wasKilled) break;
  }
});
