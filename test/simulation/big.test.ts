import { describe, expect, test } from '@jest/globals';
import { NIGHT } from '../builders/fleet.ts';
import { bigShape } from './big-shapes.ts';
import { aScenario, INPUTS, play } from './scenario.ts';
import type { Scenario } from './scenario-shape.ts';

async function makespan(scenario: Scenario): Promise<{ readonly lasts: number; readonly mostAway: number }> {
  const { violations, statuses, fleet } = await play(scenario);
  expect({ statuses, violations }).toEqual({ statuses: ['completed'], violations: [] });
  expect(fleet.calls.filter((call) => call.startsWith('ec2.stop'))).toHaveLength(scenario.shape.nodes);
  return { lasts: fleet.now - NIGHT, mostAway: fleet.mostAway };
}

const wide = (shape: Scenario['shape'], maxUnavailable: Scenario['inputs']['maxUnavailable']): Scenario =>
  aScenario(shape, { inputs: { ...INPUTS, maxUnavailable } });

describe('big fleets', () => {
  test.each([
    { nodes: 30, placement: 'rack-aware', width: 1 },
    { nodes: 30, placement: 'rack-unaware', width: 10 },
    { nodes: 99, placement: 'rack-unaware', width: 33 },
    { nodes: 99, placement: 'rack-aware', width: 9 },
  ] as const)('$nodes brokers, $placement, $width at once', async ({ nodes, placement, width }) => {
    const { mostAway } = await makespan(wide(bigShape(nodes, placement), { nodes: width }));
    expect(mostAway).toBeLessThanOrEqual(width);
  });

  test('99 rack-aware brokers in a window as wide as a zone: near the least time possible', async () => {
    const { lasts, mostAway } = await makespan(wide(bigShape(99, 'rack-aware'), { nodes: 33 }));
    const one = (await makespan(wide(bigShape(30, 'rack-aware'), { nodes: 1 }))).lasts / 30;
    // The three replicas of a partition restart one after another, and the active controller after everybody else.
    expect(lasts / (4 * one)).toBeLessThanOrEqual(1.2);
    expect(mostAway).toBe(33);
  });
});
