import { expect, test } from '@jest/globals';
import {
  apply,
  NOTHING,
  PAIRS,
  throttleByOthers,
  throttlesOf,
  TRIPLES,
  wanted,
  world,
} from '../../../test/builders/moved-topic.ts';
import { topicSyncInputs } from '../../../test/builders/topic-sync-inputs.ts';
import type { FakeTopicCluster } from '../../../test/fakes/fake-topic-cluster.ts';
import { fakeTopicPorts } from '../../../test/fakes/fake-topic-ports.ts';
import type { Result } from './core/result.ts';
import { run } from './run.ts';

const moving = { throttle: 5_000_000, maxMoving: 1, timeoutMs: 60_000, stateTopic: '_rolling-reboot' };

/** An apply whose job is cancelled as soon as `when` holds. */
async function cancelled(cluster: FakeTopicCluster, more: string, when: () => boolean): Promise<Result> {
  const ports = fakeTopicPorts(wanted(3, more), cluster);
  const watchCancellation = () => ({
    isCancelled: when,
    signal: new AbortController().signal,
    [Symbol.dispose]: () => undefined,
  });
  const done = await run(topicSyncInputs({ ...apply, moving }), { ...ports, watchCancellation });
  if (done.kind !== 'synced') throw new Error('it was linted only');
  return done.result;
}

test('a cancelled job takes its moves and its throttles back, and makes no further change', async () => {
  const cluster = world(...PAIRS);
  cluster.world.looks = 1_000;
  throttleByOthers(cluster);
  const before = throttlesOf(cluster);
  const more = ', config: { min.insync.replicas: 2 }';
  const result = await cancelled(
    cluster,
    more,
    () => cluster.world.running.size > 0 || cluster.world.begunAt.length > 0,
  );
  expect(result.status).toBe('partial');
  expect(result.outcomes.map(({ kind, because }) => `${kind}: ${because ?? ''}`)).toEqual([
    'failed: the job was cancelled, and it was cancelled',
    expect.stringContaining('not-tried: '),
  ]);
  expect(cluster.world.begunAt).toHaveLength(1);
  expect(cluster.world.running.size).toBe(0);
  expect(cluster.world.replicasOf('posts')).toEqual(PAIRS);
  expect(throttlesOf(cluster)).toEqual(before);
});

test('one that is cancelled before its first change makes none', async () => {
  const cluster = world(...PAIRS);
  const result = await cancelled(cluster, ', config: { retention.ms: 30d }', () => true);
  expect(result.outcomes.map(({ because }) => because)).toEqual([
    'the job was cancelled',
    'the job was cancelled',
  ]);
  expect(cluster.asked.filter((request) => request.startsWith('alter-config'))).toEqual([]);
  expect([cluster.world.begunAt, throttlesOf(cluster)]).toEqual([[], NOTHING]);
});

test('the next apply makes what is left', async () => {
  const cluster = world(...PAIRS);
  await cancelled(cluster, '', () => cluster.world.begunAt.length > 0);
  expect(await cancelled(cluster, '', () => false)).toMatchObject({ status: 'applied' });
  expect(cluster.world.replicasOf('posts')).toEqual(TRIPLES);
});
