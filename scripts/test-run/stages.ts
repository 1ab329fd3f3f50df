import { CHECKS } from '../checks/check-list.ts';
import { runChecks } from '../checks/run-checks.ts';
import { BY_PATH } from './by-path.ts';
import { runJest } from './run-jest.ts';
import { type Tally, tallyOf } from './tally.ts';

/** Tests that start real clusters: they wait for clocks more than they compute, and have minutes to spare. */
const ON_REAL_PARTS = '/test/(lab|contract|e2e|chaos|workflows)/';
const MINUTES = 60_000;

/** The parts of a full run, fast ones first. Each counts what passed and what failed in the folder given. */
export const STAGES: Readonly<Record<string, (root: string) => Promise<Tally>>> = {
  check: async (root) => tallyOf(await runChecks(root, CHECKS)),
  unit: (root) => runJest(root, ['--maxWorkers=100%', '--testPathIgnorePatterns', ON_REAL_PARTS, '/dist/']),
  lab: (root) =>
    runJest(root, [
      '--maxWorkers=2',
      `--testSequencer=${BY_PATH}`,
      `--testTimeout=${String(10 * MINUTES)}`,
      '--testPathPatterns',
      ON_REAL_PARTS,
    ]),
};
