import { CHECKS } from '../checks/check-list.ts';
import { PassedChecks } from '../checks/passed-checks.ts';
import { runChecks } from '../checks/run-checks.ts';
import { WAITING_FIRST } from './waiting-first.ts';
import { runJest } from './run-jest.ts';
import type { Stage } from './run-stages.ts';
import { tallyOf } from './tally.ts';

/** Tests that start real clusters: they wait for clocks as much as they compute, and have minutes to spare. */
const ON_REAL_PARTS = '/test/(lab|contract|e2e|chaos|workflows)/';
const MINUTES = 60_000;

/** A stage takes half of it on a new machine with two processors: what takes longer does not end by itself. */
const LIMIT = 60 * MINUTES;

/** How much what only computes gives way to what has a real cluster waiting for it, as of `nice`. */
const GIVES_WAY = 10;

/** The parts of a full run, fast ones first. */
export const STAGES: Readonly<Record<string, Stage>> = {
  check: {
    lane: 'processor',
    run: async (root, print) => {
      const memory = new PassedChecks(root);
      return tallyOf(await runChecks(root, CHECKS, { print, nice: GIVES_WAY, memory }));
    },
  },
  unit: {
    lane: 'processor',
    run: (root, print) => {
      const args = ['--maxWorkers=100%', '--testPathIgnorePatterns', ON_REAL_PARTS, '/dist/'];
      return runJest(root, args, { print, nice: GIVES_WAY, deadline: AbortSignal.timeout(LIMIT) });
    },
  },
  lab: {
    lane: 'clock',
    run: (root, print) => {
      const patience = `--testTimeout=${String(10 * MINUTES)}`;
      const order = `--testSequencer=${WAITING_FIRST}`;
      const args = ['--maxWorkers=2', order, patience, '--testPathPatterns', ON_REAL_PARTS];
      return runJest(root, args, { print, nice: 0, deadline: AbortSignal.timeout(LIMIT) });
    },
  },
};
