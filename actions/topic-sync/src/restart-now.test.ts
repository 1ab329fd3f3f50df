import { describe, expect, test } from '@jest/globals';
import {
  apply,
  NOTHING,
  PAIRS,
  sync,
  throttlesOf,
  wanted,
  world,
} from '../../../test/builders/moved-topic.ts';
import type { FakeTopicCluster } from '../../../test/fakes/fake-topic-cluster.ts';
import type { StateRecord } from '../../../lib/core/state-record.ts';
import type { Result } from './core/result.ts';

const STATE_TOPIC = '_rolling-reboot';
const DAY = 86_400_000;
const record = (state: string, more: Partial<StateRecord> = {}): StateRecord => ({
  ...{ state, cycle: 'cycle-1', at: 0, ...more },
});
const OPENED = record('cycle-opened');
const stopping = (node: string): StateRecord => record('stopping', { node });
const BROKER_1 = stopping('broker-1');

const tell = (cluster: FakeTopicCluster, records: readonly StateRecord[]): void => {
  cluster.restarted.set(STATE_TOPIC, { kind: 'known', records });
};
const reasonOf = (result: Result): string | undefined => result.plan.changes[0]?.blocked?.because;

describe('no replica is moved', () => {
  const open: Record<string, readonly [StateRecord[], string]> = {
    'while a node is about to stop': [[OPENED, BROKER_1], 'a rolling reboot restarts broker-1'],
    'while a node is away': [
      [OPENED, BROKER_1, record('left', { node: 'broker-1' })],
      'a rolling reboot restarts broker-1',
    ],
    'while several are': [
      [OPENED, BROKER_1, stopping('broker-2')],
      'a rolling reboot restarts broker-1, broker-2',
    ],
    'after a run was cut off at a step, however long ago': [
      [OPENED, stopping('broker-1'), record('cycle-halted', { at: -9 * DAY })],
      'a rolling reboot restarts broker-1',
    ],
    'between two restarts': [
      [OPENED, BROKER_1, record('restarted', { node: 'broker-1' })],
      'the rolling reboot cycle-1 is between two restarts',
    ],
    'at its very beginning': [[OPENED], 'the rolling reboot cycle-1 is between two restarts'],
  };

  test.each(Object.entries(open))('%s', async (_, [records, because]) => {
    const cluster = world(...PAIRS);
    tell(cluster, records);
    const result = await sync(cluster, wanted(3));
    expect([result.status, reasonOf(result)]).toEqual(['refused', because]);
    expect(cluster.world.begunAt).toEqual([]);
  });

  test('where that cannot be told', async () => {
    const cluster = world(...PAIRS);
    const because = 'needs Describe and Read on Topic:_rolling-reboot';
    cluster.restarted.set(STATE_TOPIC, { kind: 'unknown', because });
    const result = await sync(cluster, wanted(3));
    expect(reasonOf(result)).toBe(`whether a rolling reboot runs cannot be told: ${because}`);
    expect(cluster.world.begunAt).toEqual([]);
  });

  test('any more when a restart begins after the plan, or between two batches', async () => {
    for (const batches of [0, 1]) {
      const cluster = world(...PAIRS);
      cluster.world.after = (call) => {
        const begun = cluster.world.begunAt.length;
        if (call === 'replicas' && begun === batches) tell(cluster, [OPENED, BROKER_1]);
      };
      // The plan looks at the replicas too: what it asks afterwards must not see the restart.
      cluster.world.before = (call) => {
        if (call === 'storage' && batches === 0) tell(cluster, []);
      };
      const moving = { throttle: null, maxMoving: 1, timeoutMs: 60_000, stateTopic: STATE_TOPIC };
      const result = await sync(cluster, wanted(3), { ...apply, moving });
      expect(result.outcomes).toMatchObject([
        { kind: 'not-tried', because: 'a rolling reboot restarts broker-1' },
      ]);
      expect(cluster.world.begunAt).toHaveLength(batches);
      expect(throttlesOf(cluster)).toEqual(NOTHING);
    }
  });
});

describe('replicas are moved', () => {
  const over: Record<string, StateRecord[]> = {
    'where no reboot ever was': [],
    'after a cycle': [OPENED, BROKER_1, record('restarted', { node: 'broker-1' }), record('cycle-closed')],
    'after a stop that was dropped': [
      OPENED,
      BROKER_1,
      record('not-stopped', { node: 'broker-1' }),
      record('cycle-abandoned'),
    ],
    'while a cycle is paused': [OPENED, record('cycle-paused')],
    'while a cycle is halted': [OPENED, record('cycle-halted')],
    'when the run of a cycle was lost a day ago, between two restarts': [
      record('cycle-opened', { at: -DAY - 1 }),
    ],
  };

  test.each(Object.entries(over))('%s', async (_, records) => {
    const cluster = world(...PAIRS);
    tell(cluster, records);
    expect(await sync(cluster, wanted(3))).toMatchObject({ status: 'applied' });
  });

  test('whatever is told in the topic of another fleet', async () => {
    const cluster = world(...PAIRS);
    tell(cluster, [OPENED, BROKER_1]);
    const moving = { throttle: null, maxMoving: 9, timeoutMs: 60_000, stateTopic: 'other' };
    expect(await sync(cluster, wanted(3), { ...apply, moving })).toMatchObject({ status: 'applied' });
  });
});

test('a plan that moves no replica does not ask for restarts', async () => {
  const cluster = world(...PAIRS);
  await sync(cluster, wanted(2));
  expect(cluster.asked).not.toContainEqual(expect.stringContaining('restarts'));
});
