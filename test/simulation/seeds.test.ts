import { expect, jest, test } from '@jest/globals';
import fc from 'fast-check';
import { isParked } from '../../actions/rolling-reboot/src/core/parked.ts';
import { scenarios } from '../arbitraries/scenarios.ts';
import { isCurable } from './curable.ts';
import { isDone, play } from './scenario.ts';

/** How many stories are told, and from which seed; a failure prints its seed and path, to be given here again. */
const numRuns = Number(process.env['SIMULATED_STORIES'] ?? 60);
const seed = Number(process.env['SIMULATED_SEED'] ?? 20_260_106);
const path = process.env['SIMULATED_PATH'] ?? '';

jest.setTimeout(7_200_000);

test(`${String(numRuns)} stories: nothing is ever violated, and in the end the cycle gets done`, async () => {
  await fc.assert(
    fc.asyncProperty(scenarios, async (scenario) => {
      const { violations, statuses, fleet } = await play(scenario);
      expect({ statuses, violations }).toEqual({ statuses, violations: [] });
      if (!isCurable(scenario)) return;
      const down = fleet.machines
        .filter((machine) => machine.stateAt(fleet.now) !== 'running' && !isParked(machine))
        .map(({ name }) => name);
      expect({ statuses, down, done: isDone(statuses.at(-1)) }).toEqual({ statuses, down: [], done: true });
    }),
    { numRuns, seed, path },
  );
});
