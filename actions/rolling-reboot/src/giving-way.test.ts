import { expect, test } from '@jest/globals';
import type { Interruptible } from '../../../lib/core/interruptible.ts';
import { bigCluster } from '../../../test/builders/big-cluster.ts';
import { aSetting } from '../../../test/builders/progress.ts';
import { forecast } from './core/forecast.ts';
import { ASSUMED } from './core/step-model.ts';
import { givingWay } from './giving-way.ts';

/** Each step of the work takes so long, in milliseconds. */
function clockOf(step: number): { now: () => number; sleep: () => Promise<void>; turns: number[] } {
  let [time, last] = [0, 0];
  const turns: number[] = [];
  const sleep = (): Promise<void> => {
    turns.push(time - last);
    last = time;
    return Promise.resolve();
  };
  return { now: () => (time += step), sleep, turns };
}

function* counting(steps: number): Interruptible<string> {
  for (let step = 0; step < steps; step += 1) yield;
  return 'done';
}

test('long work lets others have their turn every 50 ms, and ends with its result', async () => {
  const clock = clockOf(10);
  expect(await givingWay(counting(100), clock)).toBe('done');
  expect(clock.turns.length).toBeGreaterThan(10);
  expect(Math.max(...clock.turns)).toBeLessThanOrEqual(70);
});

test('short work is done at once', async () => {
  const clock = clockOf(1);
  expect(await givingWay(counting(20), clock)).toBe('done');
  expect(clock.turns).toEqual([]);
});

test('a forecast can be interrupted after each look of each of its simulations', () => {
  const { nodes, seen } = bigCluster({ brokers: 9, partitions: 60 });
  const work = forecast(seen, aSetting(nodes), { model: ASSUMED, finished: [] });
  let steps = 0;
  while (work.next().done !== true) steps += 1;
  expect(steps).toBeGreaterThan(nodes.length * 20);
});
