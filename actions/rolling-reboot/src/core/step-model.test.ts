import { describe, expect, test } from '@jest/globals';
import { seededRandom } from '../../../../lib/core/seeded-random.ts';
import { aNode, NIGHT } from '../../../../test/builders/fleet.ts';
import type { LedgerRecord } from './ledger.ts';
import { measuredSteps } from './measured-steps.ts';
import { ASSUMED, drawStep, wholeStep } from './step-model.ts';

/** Stopped in 10 s, started in 20 s, in sync after `catchUp` seconds. */
const restarted = (cycle: string, id: number, catchUp: number | undefined): LedgerRecord => ({
  state: 'restarted',
  cycle,
  node: aNode(id).name,
  at: NIGHT,
  run: 'run-1',
  underReplicatedPeak: 0,
  times: {
    stopRequested: NIGHT,
    stopped: NIGHT + 8_000,
    left: NIGHT + 10_000,
    startRequested: NIGHT + 10_000,
    running: NIGHT + 30_000,
    ...(catchUp === undefined ? {} : { back: NIGHT + 30_000 + catchUp * 1_000 }),
  },
});
const FIRST = [1, 2, 3].map((id) => restarted('first', id, id));
const SECOND = [1, 2, 3].map((id) => restarted('second', id, id * 10));

describe('the steps that were measured', () => {
  test('are those of the last cycle, with their medians', () => {
    expect(measuredSteps([...FIRST, ...SECOND])).toEqual({
      kind: 'measured',
      cycle: 'second',
      typical: { stop: 10_000, start: 20_000, catchUp: 20_000 },
      steps: [10_000, 20_000, 30_000].map((catchUp) => ({ stop: 10_000, start: 20_000, catchUp })),
      byNode: new Map([1, 2, 3].map((id) => [`broker-${String(id)}`, 30_000 + id * 10_000])),
    });
  });

  test.each<[string, LedgerRecord[], string | undefined]>([
    ['of two nodes say nothing yet: the cycle before does', [...FIRST, ...SECOND.slice(0, 2)], 'first'],
    ['are none where a time is missing', [1, 2, 3].map((id) => restarted('first', id, undefined)), undefined],
    ['are none in an empty ledger', [], undefined],
  ])('%s', (_, records, cycle) => {
    expect(measuredSteps(records)?.cycle).toBe(cycle);
  });
});

test('reboots are measured until the cluster saw the node leave, and never tell of a stop and a start', () => {
  const times = { stopRequested: NIGHT, left: NIGHT + 4_000, running: NIGHT + 5_000, back: NIGHT + 9_000 };
  const reboots = FIRST.map((record) => ({ ...record, cycle: 'reboots', times }) as LedgerRecord);
  expect(measuredSteps([...FIRST, ...reboots])?.cycle).toBe('first');
  expect(measuredSteps([...FIRST, ...reboots], 'reboot')).toMatchObject({
    cycle: 'reboots',
    typical: { stop: 4_000, start: 1_000, catchUp: 4_000 },
  });
  expect(measuredSteps(FIRST, 'reboot')).toBeUndefined();
});

describe('a drawn step', () => {
  test('is one of those that were measured', () => {
    const model = measuredSteps(SECOND);
    if (model === undefined) throw new Error('three restarts are enough');
    const random = seededRandom(1);
    const drawn = new Set(Array.from({ length: 50 }, () => drawStep(model, random).catchUp));
    expect([...drawn].sort((a, b) => a - b)).toEqual([10_000, 20_000, 30_000]);
  });

  test('is around the typical one where nothing was measured, slower or faster', () => {
    const random = seededRandom(1);
    const drawn = Array.from({ length: 1_000 }, () => wholeStep(drawStep(ASSUMED, random)));
    const slower = drawn.filter((each) => each > wholeStep(ASSUMED.typical)).length;
    expect(Math.abs(slower - 500)).toBeLessThan(60);
    expect(Math.min(...drawn)).toBeGreaterThan(wholeStep(ASSUMED.typical) / 4);
    expect(Math.max(...drawn)).toBeLessThan(wholeStep(ASSUMED.typical) * 4);
  });
});
