import { describe, expect, jest, test } from '@jest/globals';
import type { FleetShape } from '../fakes/fake-fleet.ts';
import { aScenario, INPUTS, momentsOf, play } from './scenario.ts';
import type { Scenario } from './scenario-shape.ts';

/** Of the second kills one in so many is tried; 1 tries them all. */
const DOUBLE_KILLS_EVERY = Number(process.env['SIMULATED_DOUBLE_KILLS_EVERY'] ?? 5);

/** Hundreds of cycles in one test. */
jest.setTimeout(120_000);

const spread = (brokers: readonly number[]): FleetShape['partitions'] =>
  brokers.map((_, index) => ({
    topic: `topic-${String(index)}`,
    replicas: [0, 1, 2].map((step) => brokers[(index + step) % brokers.length] ?? -1),
    minimum: 2,
  }));

const COMBINED_3: FleetShape = { nodes: 3, partitions: spread([1, 2, 3]) };
const COMBINED_5: FleetShape = { nodes: 5, partitions: spread([1, 2, 3, 4, 5]) };
const SEPARATE: FleetShape = { nodes: 6, voters: [4, 5, 6], separate: true, partitions: spread([1, 2, 3]) };
const WIDE: FleetShape = {
  nodes: 6,
  voters: [1, 2, 3],
  partitions: [
    { topic: 'orders', replicas: [1, 2, 3], minimum: 2 },
    { topic: 'payments', replicas: [4, 5, 6], minimum: 2 },
  ],
};

const STORIES: readonly { readonly name: string; readonly story: Scenario }[] = [
  { name: '3 combined nodes', story: aScenario(COMBINED_3) },
  { name: '5 combined nodes', story: aScenario(COMBINED_5) },
  { name: '3 brokers and 3 controllers', story: aScenario(SEPARATE) },
  {
    name: '6 nodes, 2 at once',
    story: aScenario(WIDE, { inputs: { ...INPUTS, maxUnavailable: { nodes: 2 } } }),
  },
];

/** How it must end: nothing violated, nobody down, everything restarted once. */
const WELL = { violations: [], done: 'completed', down: [] };

async function ending(story: Scenario): Promise<typeof WELL & { readonly cycles: number }> {
  const { violations, statuses, fleet } = await play(story);
  return {
    violations: [...violations] as never[],
    done: statuses.at(-1) ?? '',
    down: fleet.idsIn('stopping', 'stopped', 'pending') as never[],
    cycles: new Set(fleet.records.map(({ cycle }) => cycle)).size,
  };
}

describe('killed at any moment, then run again', () => {
  test.each(STORIES)('$name', async ({ story }) => {
    const moments = await momentsOf(story);
    expect(moments.length).toBeGreaterThan(40);
    for (const [killedAt, moment] of moments.entries()) {
      const told = { ...story, runs: [{ killedAt }] };
      expect({ moment, ...(await ending(told)) }).toMatchObject({ moment, ...WELL });
    }
  });

  test('and the next run is killed as well, at any moment', async () => {
    const story = aScenario(COMBINED_3);
    const moments = await momentsOf(story);
    // Each kind of moment of the first run once: the nodes are alike.
    const firstOfKind = moments.flatMap((moment, index) => {
      const kind = moment.replace(/ i-\d+/, '');
      return moments.findIndex((each) => each.replace(/ i-\d+/, '') === kind) === index ? [index] : [];
    });
    for (const first of firstOfKind) {
      for (const second of [...moments.keys()].filter(
        (index) => (index + first) % DOUBLE_KILLS_EVERY === 0,
      )) {
        const told = { ...story, runs: [{ killedAt: first }, { killedAt: second }] };
        expect({ first, second, ...(await ending(told)) }).toMatchObject({ first, second, ...WELL });
      }
    }
  });
});
