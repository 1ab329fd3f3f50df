// Tells many random stories of a fleet, its runs and its faults; a failing one is printed with its seed and path.
//   npm run simulate -- --stories 5000              from a seed of the moment
//   npm run simulate -- --seed 7 --path 229:10:1    one story again
//   npm run simulate -- --every-double-kill         kills resumed runs at every moment, not at every fifth
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import process from 'node:process';
import { parseArgs } from 'node:util';

const { values } = parseArgs({
  options: {
    stories: { type: 'string', default: '2000' },
    seed: { type: 'string', default: String(Date.now() % 2 ** 31) },
    path: { type: 'string', default: '' },
    'every-double-kill': { type: 'boolean', default: false },
  },
});
const jest = ['node_modules/.bin/jest', '--maxWorkers=1', 'test/simulation/'];
const child = spawn(
  process.execPath,
  ['--experimental-vm-modules', '--disable-warning=ExperimentalWarning', ...jest],
  {
    stdio: 'inherit',
    env: {
      ...process.env,
      SIMULATED_STORIES: values.stories,
      SIMULATED_SEED: values.seed,
      SIMULATED_PATH: values.path,
      ...(values['every-double-kill'] ? { SIMULATED_DOUBLE_KILLS_EVERY: '1' } : {}),
    },
  },
);
const [code] = (await once(child, 'close')) as [number | null];
process.exitCode = code ?? 1;
