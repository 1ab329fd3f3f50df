import { describe, expect, test } from '@jest/globals';
import { allAtOnce } from '../../../../test/builders/at-once.ts';
import { bigCluster } from '../../../../test/builders/big-cluster.ts';
import { aNode, aPartition, seenOf } from '../../../../test/builders/fleet.ts';
import { aSetting, SETTINGS } from '../../../../test/builders/progress.ts';
import { type Basis, compareWidths, forecast as forecasting, type Forecast } from './forecast.ts';
import type { Setting } from './decision.ts';
import type { Seen } from './observation.ts';
import { ASSUMED, type StepModel } from './step-model.ts';

const MINUTE = 60_000;
const IDS = [1, 2, 3];
const NODES = IDS.map((id) => aNode(id, { controller: true }));
const SEEN = seenOf(IDS, [aPartition(IDS)]);
const STEP = { stop: MINUTE, start: MINUTE, catchUp: MINUTE };
const MEASURED: StepModel = {
  kind: 'measured',
  cycle: 'cycle-0',
  typical: STEP,
  steps: [STEP, STEP, STEP],
  byNode: new Map(),
};
const BASIS = { model: ASSUMED, finished: [] };
const forecast = (seen: Seen, setting: Setting, basis: Basis): Forecast | undefined =>
  allAtOnce(forecasting(seen, setting, basis));

describe('the forecast of a cycle', () => {
  test('is the sum of the steps and their readings where all last the same', () => {
    const foreseen = forecast(SEEN, aSetting(NODES), { model: MEASURED, finished: [] });
    expect(foreseen).toMatchObject({
      remaining: 3,
      steps: { kind: 'measured', cycle: 'cycle-0', nodes: 3, typical: STEP },
    });
    expect(foreseen?.p50).toBeGreaterThanOrEqual(9 * MINUTE);
    expect(foreseen?.p50).toBeLessThan(10 * MINUTE);
    expect(foreseen?.p90).toBe(foreseen?.p50);
  });

  test('has a spread where the steps have one, and is the same each time', () => {
    const foreseen = forecast(SEEN, aSetting(NODES), BASIS);
    expect(foreseen?.p90).toBeGreaterThan((foreseen?.p50 ?? 0) * 1.05);
    expect(forecast(SEEN, aSetting(NODES), BASIS)).toEqual(foreseen);
  });

  test('does not take a slow draw for a lost node', () => {
    const settings = { ...SETTINGS, stopTimeout: 90_000, startTimeout: 120_000, syncTimeout: 70_000 };
    expect(forecast(SEEN, aSetting(NODES, { settings }), BASIS)).toBeDefined();
  });

  test('is left out where the cycle cannot be finished', () => {
    const stuck = seenOf(IDS, [aPartition([1, 2])]);
    expect(forecast(stuck, aSetting(NODES), BASIS)).toBeUndefined();
    expect(allAtOnce(compareWidths(stuck, aSetting(NODES), BASIS))).toMatchObject({ widths: [], best: '' });
  });
});

describe('the widths of a cluster of nine brokers on three racks', () => {
  const { nodes, seen } = bigCluster({ brokers: 9, partitions: 60 });
  const maxUnavailable = { nodes: 4 };
  const settings = { ...SETTINGS, maxUnavailable };
  const { widths, best, whyNotFaster } = allAtOnce(compareWidths(seen, aSetting(nodes, { settings }), BASIS));

  test('are compared from narrow to wide, the one that is set among them', () => {
    expect(widths.map(({ width }) => width)).toEqual(['1', '2', '3', '4', '5', '100%']);
    for (const [index, { p50, p90, together }] of widths.entries()) {
      expect(p90).toBeGreaterThanOrEqual(p50);
      expect(together).toBeLessThanOrEqual(index === 5 ? nodes.length : index + 1);
    }
  });

  test('the best is the narrowest that is about as fast as any', () => {
    const fastest = Math.min(...widths.map(({ p50 }) => p50));
    const chosen = widths.find(({ width }) => width === best);
    expect(chosen?.p50).toBeLessThanOrEqual(fastest * 1.05);
    expect(widths.find(({ p50 }) => p50 <= fastest * 1.05)).toEqual(chosen);
  });

  test('what binds is named, with the pairs of brokers that never go together', () => {
    expect(whyNotFaster).toEqual([
      'at least 12m36s with typical steps: topic-0-0 may lack 1 of its replicas on brokers 1, 5, 9 at a time',
      'at least 12m36s with typical steps: 4 node(s) may be away together',
      'at least 12m36s with typical steps: 3 voters of the quorum go one by one',
      expect.stringMatching(/^\d+ of 36 pairs of brokers share a partition that can spare one replica/),
    ]);
  });
});

test('partitions that are not spread over the racks are named, and so is a load that caps the width', () => {
  const { nodes, seen } = bigCluster({ brokers: 9, partitions: 60, rackUnaware: 10 });
  const settings = { ...SETTINGS, maxUnavailable: { nodes: 5 }, load: { peak: 60, most: 80 } };
  const { whyNotFaster } = allAtOnce(
    compareWidths(seen, aSetting(nodes, { settings }), { ...BASIS, mostSimulations: 1 }),
  );
  expect(whyNotFaster.join('\n')).toMatch(
    /\d partitions have two replicas in one zone.*topic-0-\d+ \(brokers/,
  );
  expect(whyNotFaster.at(-1)).toBe(
    '2 of the 5 nodes of max-unavailable: with a peak load of 60 % the other brokers stay below max-load 80 % only so',
  );
  expect(whyNotFaster.join('\n')).toContain('2 node(s) may be away together');
});

test('a single simulation has no p90', () => {
  const { nodes, seen } = bigCluster({ brokers: 6, partitions: 30 });
  const basis = { ...BASIS, mostSimulations: 1 };
  expect(forecast(seen, aSetting(nodes), basis)).toMatchObject({ simulations: 1, p90: null });
  const { widths } = allAtOnce(compareWidths(seen, aSetting(nodes), basis));
  expect(widths.map(({ p90 }) => p90)).toEqual(widths.map(() => null));
});
