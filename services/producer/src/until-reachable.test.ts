import { expect, test } from '@jest/globals';
import { KafkaUnreachable } from '../../../lib/adapters/kafka/connection-failures.ts';
import { untilReachable } from './until-reachable.ts';

const log = { info: () => undefined, warn: () => undefined, error: () => undefined };
const away = (): Promise<string> => Promise.reject(new KafkaUnreachable([]));

function waiting() {
  const pauses: number[] = [];
  const ended = new AbortController();
  const pause = (ms: number): Promise<void> => {
    pauses.push(ms);
    if (pauses.length === 5) ended.abort();
    return Promise.resolve();
  };
  return { pauses, around: { log, pause, end: ended.signal } };
}

test('brokers that are away are waited for', async () => {
  const { pauses, around } = waiting();
  const open = () => (pauses.length < 2 ? away() : Promise.resolve('open'));
  expect(await untilReachable(open, around)).toBe('open');
  expect(pauses).toEqual([1_000, 2_000]);
});

test('the end is not put off by them', async () => {
  const { pauses, around } = waiting();
  expect(await untilReachable(away, around)).toBeUndefined();
  expect(pauses).toEqual([1_000, 2_000, 4_000, 8_000, 10_000]);
});

test('any other failure is told at once', async () => {
  const { pauses, around } = waiting();
  const open = () => Promise.reject(new Error('there is no such topic'));
  await expect(untilReachable(open, around)).rejects.toThrow('no such topic');
  expect(pauses).toEqual([]);
});
