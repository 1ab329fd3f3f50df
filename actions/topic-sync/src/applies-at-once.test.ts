import { expect, test } from '@jest/globals';
import {
  apply,
  MIB,
  NOTHING,
  PAIRS,
  throttlesOf,
  wanted,
  world,
} from '../../../test/builders/moved-topic.ts';
import { topicSyncInputs } from '../../../test/builders/topic-sync-inputs.ts';
import { fakeTopicPorts } from '../../../test/fakes/fake-topic-ports.ts';
import type { FakeTopicCluster } from '../../../test/fakes/fake-topic-cluster.ts';
import { listsOf } from '../../../test/fakes/fake-throttles.ts';
import { VirtualClock } from '../../../test/fakes/virtual-clock.ts';
import type { Result } from './core/result.ts';
import { ownMoves } from './core/throttle.ts';
import { run } from './run.ts';

/** Runs an apply that wants three replicas, in a time that several share. */
async function applied(cluster: FakeTopicCluster, time: VirtualClock, timeoutMs: number): Promise<Result> {
  const clock = { now: () => time.now, sleep: (milliseconds: number) => time.sleep(milliseconds) };
  const moving = { throttle: 5 * MIB, maxMoving: 1, timeoutMs, stateTopic: '_rolling-reboot' };
  const ports = { ...fakeTopicPorts(wanted(3), cluster), clock };
  const done = await run(topicSyncInputs({ ...apply, moving }), ports);
  if (done.kind !== 'synced') throw new Error('it was linted only');
  return done.result;
}

/** What was seen to move without our marks or without a rate. */
function unthrottledIn({ topics, world: { running, brokers } }: FakeTopicCluster): string[] {
  const moving = [...running.values()];
  const marked = ownMoves(moving, [...topics.values()].map(listsOf));
  const isSlowed = moving.flatMap(({ adding }) => adding).every((id) => brokers.get(id)?.follower !== null);
  return marked.length === moving.length && isSlowed ? [] : [...running.keys()];
}

/** Two applies at once: the second one begins when the first one has made its call of this number and name. */
async function atOnce(call: string, nth: number, timeoutMs: number) {
  const cluster = world(...PAIRS);
  cluster.world.looks = 20;
  const time = new VirtualClock(0);
  const unthrottled: string[] = [];
  const second: Promise<Result | Error>[] = [];
  let calls = 0;
  cluster.world.after = (name) => {
    unthrottled.push(...unthrottledIn(cluster));
    if (name === call) calls += 1;
    if (calls < nth || second.length > 0) return;
    second.push(applied(cluster, time, timeoutMs).catch((failure: unknown) => failure as Error));
  };
  const first = await applied(cluster, time, 3_600_000);
  return { first, second: await second[0], unthrottled, cluster };
}

test('an apply that begins beside another one waits until that has made all its batches', async () => {
  const { first, second, unthrottled, cluster } = await atOnce('reassign', 1, 3_600_000);
  expect([first.status, unthrottled]).toEqual(['applied', []]);
  expect(second).toMatchObject({ status: 'in-sync', because: expect.stringContaining('3 moves awaited') });
  expect(throttlesOf(cluster)).toEqual(NOTHING);
});

test('one that may not wait so long cancels nothing of an apply that lives', async () => {
  const { first, second, unthrottled, cluster } = await atOnce('reassign', 1, 30_000);
  expect(second).toMatchObject({ message: expect.stringContaining('Another apply moves replicas now') });
  expect([first.status, unthrottled]).toEqual(['applied', []]);
  expect(throttlesOf(cluster)).toEqual(NOTHING);
});

test('one that planned at the same time finds its moves taken, and leaves the throttles to the other', async () => {
  const { first, second, unthrottled, cluster } = await atOnce('mayReassign', 1, 3_600_000);
  expect([first.status, unthrottled]).toEqual(['applied', []]);
  expect(second).toMatchObject({ outcomes: [{ kind: 'stale' }] });
  expect(throttlesOf(cluster)).toEqual(NOTHING);
});
