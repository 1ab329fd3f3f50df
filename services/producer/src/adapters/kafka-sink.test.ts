import { expect, test } from '@jest/globals';
import { LoopHeartbeat } from '../../../hosting/src/loop-heartbeat.ts';
import { whyNotAlive } from '../why-not-alive.ts';
import { KafkaSink } from './kafka-sink.ts';

const SILENT = { info: () => undefined, warn: () => undefined, error: () => undefined };
const MINUTE = 60_000;

/** A sink whose attempts end as they are told, one after the other, and then never. */
function sinkOf(...ends: readonly (() => Promise<never[]>)[]) {
  const clock = { now: 0 };
  const loop = new LoopHeartbeat(() => clock.now);
  const left = [...ends];
  const attempts = { begun: 0 };
  const producer = {
    send: () => {
      attempts.begun += 1;
      return left.shift()?.() ?? new Promise<never[]>(() => undefined);
    },
    disconnect: () => Promise.resolve(),
  };
  const sink = new KafkaSink(producer, { topic: 'orders', count: 1, log: SILENT, loop });
  return { sink, loop, clock, attempts };
}

const typed = (type: string) => () => Promise.reject(Object.assign(new Error(type), { type }));
const NEVER = new AbortController().signal;

test('an attempt that never ends is told after ten minutes, and not before', () => {
  const { sink, loop, clock } = sinkOf();
  void sink.send(0, [{ value: 'a' }], NEVER);
  clock.now = 9 * MINUTE;
  expect(whyNotAlive(loop)).toBeUndefined();
  clock.now = 11 * MINUTE;
  expect(whyNotAlive(loop)).toBe('a batch has been on its way for 660 s');
});

test('a broker that is away makes nothing stuck: each attempt ends, and the next begins', async () => {
  const { sink, loop, clock, attempts } = sinkOf(async () => {
    clock.now += 9 * MINUTE;
    return Promise.reject(new Error('away'));
  });
  const end = new AbortController();
  const sending = sink.send(0, [{ value: 'a' }], end.signal);
  while (attempts.begun < 2) await new Promise((resolve) => setTimeout(resolve, 20));
  clock.now += 9 * MINUTE;
  expect(whyNotAlive(loop)).toBeUndefined();
  end.abort();
  expect(await sending).toMatchObject({ kind: 'given-up' });
});

test.each([
  ['MESSAGE_TOO_LARGE', 'refused'],
  ['TOPIC_AUTHORIZATION_FAILED', 'refused'],
  ['OUT_OF_ORDER_SEQUENCE_NUMBER', 'lost'],
  ['PRODUCER_FENCED', 'lost'],
])('%s means: %s', async (type, kind) => {
  expect(await sinkOf(typed(type)).sink.send(0, [{ value: 'a' }], NEVER)).toEqual({ kind, because: type });
});
