import { describe, expect, test } from '@jest/globals';
import { bigCluster } from '../builders/big-cluster.ts';
import { alike, leastFor, planned, straggling } from '../bench/measure-plan.ts';

/** The cycle's time in the plan, as a multiple of the least that is possible. */
function ratio(brokers: number, width: number, slow: 'none' | 'one in twenty'): number {
  const cluster = bigCluster({ brokers, partitions: brokers * 100 });
  const durations = slow === 'none' ? alike : straggling(cluster);
  const { lasts, problems, steps } = planned(cluster, durations, width);
  expect({ problems, restarted: steps.length }).toEqual({ problems: [], restarted: cluster.nodes.length });
  return lasts / leastFor(cluster, durations, width).bound.lasts;
}

describe('rack-aware clusters: no more than 1.2 x the least possible time', () => {
  // A tenth of all leaves the last round of each rack nearly empty, a ninth fills it, and a rack is as wide as it gets.
  test.each([10, 11, 20, 34])('99 brokers, %d at once', (width) => {
    expect(ratio(99, width, 'none')).toBeLessThanOrEqual(1.2);
    expect(ratio(99, width, 'one in twenty')).toBeLessThanOrEqual(1.2);
  });

  test.each([100, 111])('999 brokers, %d at once', (width) => {
    expect(ratio(999, width, 'none')).toBeLessThanOrEqual(1.2);
  });
});
