import { expect, test } from '@jest/globals';
import { aNode } from '../../../../test/builders/fleet.ts';
import { allowedWidth, type Load, type Width } from './width.ts';

const BROKERS = Array.from({ length: 30 }, (_, index) => aNode(index + 1));
const CONTROLLERS = [101, 102, 103].map((id) => aNode(id, { broker: false, controller: true }));
const NODES = [...BROKERS, ...CONTROLLERS];

test.each<[Width, Load | undefined, number]>([
  [{ nodes: 5 }, undefined, 5],
  [{ percent: 10 }, undefined, 3],
  [{ percent: 1 }, undefined, 1],
  // At 60 % a tenth away makes 66.7 %, a quarter 80 %.
  [{ percent: 100 }, { peak: 60, most: 80 }, 7],
  [{ percent: 100 }, { peak: 40, most: 80 }, 15],
  [{ percent: 100 }, { peak: 72, most: 80 }, 3],
  [{ nodes: 2 }, { peak: 40, most: 80 }, 2],
  [{ nodes: 5 }, { peak: 79, most: 80 }, 1],
  [{ nodes: 5 }, { peak: 95, most: 80 }, 1],
])('%j with the load %j: %d', (maxUnavailable, load, expected) => {
  expect(allowedWidth({ maxUnavailable, load }, NODES)).toBe(expected);
});
