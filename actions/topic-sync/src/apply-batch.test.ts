import { describe, expect, test } from '@jest/globals';
import { observedConfig, observedTopic, withConfig } from '../../../test/builders/observed-topic.ts';
import { FakeTopicCluster } from '../../../test/fakes/fake-topic-cluster.ts';
import { applyBatch, type StepOutcome } from './apply-batch.ts';
import type { NotYet } from './core/judge-answers.ts';
import type { ConfigStep, Step } from './core/step.ts';
import type { ObservedTopic } from './core/topic.ts';

const NOT_YET: NotYet = { kind: 'not-yet', message: 'THROTTLING_QUOTA_EXCEEDED', afterMs: 30_000 };

function setting({ name, id }: ObservedTopic): ConfigStep {
  const change = { topic: name, topicId: id, before: null, after: '7200000', sensitive: false };
  return {
    ...{ kind: 'alter-config', topic: name, topicId: id },
    changes: [{ kind: 'set-config', name: 'segment.ms', ...change }],
  };
}

/** A cluster with a quota: it makes the first `room` of what it is asked for, and tells the rest to come later. */
class Quota {
  readonly cluster = new FakeTopicCluster();
  readonly topics = ['a', 'b', 'c'].map((name) => observedTopic(name, { id: `id-${name}` }));
  readonly asked: string[][] = [];
  now = 0;
  isCancelled = false;
  /** Somebody else does something meanwhile. */
  whileWaiting: () => void = () => undefined;

  constructor(room: number) {
    for (const topic of this.topics) this.cluster.topics.set(topic.name, topic);
    const execute = this.cluster.execute.bind(this.cluster);
    this.cluster.execute = async (steps) => {
      this.asked.push(steps.map(({ topic }) => topic));
      const made = await execute(steps.slice(0, room));
      return [...made, ...steps.slice(room).map(() => NOT_YET)];
    };
  }

  apply(steps: readonly Step[] = this.topics.map(setting)): Promise<StepOutcome[]> {
    const sleep = (milliseconds: number): Promise<void> => {
      this.now += milliseconds;
      this.whileWaiting();
      return Promise.resolve();
    };
    const { cluster } = this;
    return applyBatch(steps, {
      cluster,
      clock: { now: () => this.now, sleep },
      isCancelled: () => this.isCancelled,
    });
  }
}

describe('what a quota keeps back', () => {
  test('is made when the controller has room, and nothing is asked for twice', async () => {
    const quota = new Quota(1);
    expect((await quota.apply()).map(({ kind }) => kind)).toEqual(['done', 'done', 'done']);
    expect(quota.asked).toEqual([['a', 'b', 'c'], ['b', 'c'], ['c']]);
    expect(quota.now).toBe(60_000);
  });

  test('is compared again before it is made', async () => {
    const quota = new Quota(1);
    quota.whileWaiting = () => {
      const [, b] = quota.topics;
      if (b === undefined) return;
      quota.cluster.topics.set(b.name, withConfig(b, 'segment.ms', observedConfig('LONG', '1', '3600000')));
    };
    expect(await quota.apply()).toMatchObject([
      { kind: 'done' },
      { kind: 'stale', because: expect.stringContaining('segment.ms is 3600000 now') },
      { kind: 'done' },
    ]);
  });

  test('fails when there is never room, or the job is cancelled', async () => {
    const never = new Quota(0);
    expect(await never.apply()).toMatchObject([
      { kind: 'failed', because: 'THROTTLING_QUOTA_EXCEEDED' },
      { kind: 'failed' },
      { kind: 'failed' },
    ]);
    expect(never.asked).toHaveLength(10);
    const cancelled = new Quota(1);
    cancelled.isCancelled = true;
    expect((await cancelled.apply()).map(({ kind }) => kind)).toEqual(['done', 'failed', 'failed']);
    expect(cancelled.now).toBe(0);
  });
});

test('answers that were lost are looked for all together', async () => {
  const quota = new Quota(3);
  for (const { name } of quota.topics) quota.cluster.lostAnswers.add(name);
  const outcomes = await quota.apply();
  expect(outcomes).toMatchObject(
    quota.topics.map(() => ({ kind: 'done', because: expect.stringContaining('but it is so') })),
  );
  expect(quota.cluster.asked.filter((request) => request === 'observe')).toHaveLength(2);
});
