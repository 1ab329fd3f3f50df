import { getEventListeners } from 'node:events';
import { expect, test } from '@jest/globals';
import { orAborted } from './or-aborted.ts';

test('work that ends leaves no listener on the signal', async () => {
  const { signal } = new AbortController();
  expect(await orAborted(Promise.resolve(1), signal)).toBe(1);
  expect(getEventListeners(signal, 'abort')).toEqual([]);
});

test('work that does not end is left when the signal comes', async () => {
  const controller = new AbortController();
  const waiting = orAborted(new Promise(() => undefined), controller.signal);
  controller.abort();
  expect(await waiting).toBeUndefined();
});
